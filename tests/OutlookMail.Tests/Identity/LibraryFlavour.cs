using System.Reflection;
using System.Runtime.Versioning;
using OutlookMail.Identity;

namespace OutlookMail.Tests.Identity;

internal static class LibraryFlavour
{
    /// <summary>True for the build that Windows PowerShell loads.</summary>
    public static bool IsNetStandard { get; } =
        typeof(EntraSignIn).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName.StartsWith(".NETStandard", System.StringComparison.Ordinal);

    /// <summary>What a file store can use here: without DPAPI and AES-GCM only the explicit plain text.</summary>
    public static TokenProtection Protection => IsNetStandard ? TokenProtection.PlainText : TokenProtection.Encrypted;
}
