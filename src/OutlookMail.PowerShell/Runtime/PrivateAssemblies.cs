using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>Which assembly requests are answered from the module's private folder. Pure, so that every row can be tested.</summary>
internal static class PrivateAssemblies
{
    private const string Extension = ".dll";

    // The two names that the cmdlets' DLL references from the private folder. Whatever else lies there is only asked for
    // from inside the private context.
    private static readonly HashSet<string> EntryPoints = new(StringComparer.OrdinalIgnoreCase)
    {
        "OutlookMail.Client",
        "OutlookMail.Sandbox",
    };

    /// <summary>The folder beside the cmdlets' DLL that holds everything they depend on.</summary>
    internal static string FolderBeside(string cmdletAssemblyPath) =>
        Path.Combine(Path.GetDirectoryName(cmdletAssemblyPath)!, "private");

    /// <summary>Whether a request that reached the Default context is one of ours.</summary>
    internal static bool IsEntryPoint(AssemblyName requested) =>
        requested.Name is { } name && EntryPoints.Contains(name) && IsNeutral(requested);

    /// <summary>
    /// Whether a file that is there satisfies a request: same name, at least its version, same public key token, no culture.
    /// Asked on Windows PowerShell only, where all modules share one context.
    /// </summary>
    internal static bool Satisfies(AssemblyName requested, AssemblyName available)
    {
        if (!string.Equals(requested.Name, available.Name, StringComparison.OrdinalIgnoreCase) || !IsNeutral(requested))
        {
            return false;
        }

        if (requested.Version is { } version && (available.Version is null || available.Version < version))
        {
            return false;
        }

        byte[] wanted = requested.GetPublicKeyToken() ?? Array.Empty<byte>();
        return wanted.Length == 0 || wanted.SequenceEqual(available.GetPublicKeyToken() ?? Array.Empty<byte>());
    }

    /// <summary>The one file that may hold an assembly of this name; null when the name is no plain file name.</summary>
    internal static string? PathFor(string folder, AssemblyName requested)
    {
        string? name = requested.Name;
        return string.IsNullOrEmpty(name) || name!.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || !IsNeutral(requested)
            ? null
            : Path.Combine(folder, name + Extension);
    }

    private static bool IsNeutral(AssemblyName name) => string.IsNullOrEmpty(name.CultureName);
}
