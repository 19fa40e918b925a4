using System;
using System.IO;
using OutlookMail.Identity;

namespace OutlookMail.Client;

/// <summary>The user's own data folder, where accounts are kept.</summary>
internal static class DataFolder
{
    public const string OverrideVariable = "OUTLOOKMAIL_HOME";

    /// <summary>Set to 1, keeps everything without encryption: one switch for all commands, since they share the files.</summary>
    public const string PlainTextVariable = "OUTLOOKMAIL_STORE_PLAINTEXT";

    public static bool IsPlainText => Environment.GetEnvironmentVariable(PlainTextVariable) == "1";

    /// <summary>OUTLOOKMAIL_HOME, else OutlookMail under the user's local application data (XDG_DATA_HOME on Linux).</summary>
    public static string Path
    {
        get
        {
            var given = Environment.GetEnvironmentVariable(OverrideVariable);
            if (!string.IsNullOrEmpty(given))
            {
                return given!;
            }

            var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return System.IO.Path.Combine(local.Length > 0 ? local : Directory.GetCurrentDirectory(), "OutlookMail");
        }
    }

    public static string Outbox(string? folder) => System.IO.Path.Combine(folder ?? Path, "outbox");

    /// <summary>A sandbox's, which goes with it. Every process that is handed the sandbox finds the same one.</summary>
    public static string SandboxOutbox(Guid sandboxId) => System.IO.Path.Combine(Sandbox(sandboxId), "outbox");

    public static string Archive(string? folder) => System.IO.Path.Combine(folder ?? Path, "archive");

    /// <summary>A sandbox's, which goes with it. Every process that is handed the sandbox finds the same one.</summary>
    public static string SandboxArchive(Guid sandboxId) => System.IO.Path.Combine(Sandbox(sandboxId), "archive");

    public static string Imports(string? folder) => System.IO.Path.Combine(folder ?? Path, "imports");

    public static string SandboxImports(Guid sandboxId) => System.IO.Path.Combine(SandboxArchive(sandboxId), "imports");

    /// <summary>Removes all that was kept of a stopped sandbox.</summary>
    public static void RemoveSandbox(Guid sandboxId)
    {
        try
        {
            Directory.Delete(Sandbox(sandboxId), recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Never made, or another process looks at it; it lies in the system's folder for temporary files.
        }
    }

    /// <summary>A protected file of that folder. A folder that somebody named carries its own key, so that it can be moved and mounted.</summary>
    public static TokenStore Store(string? folder, string name, TimeProvider time) => TokenStore.File(
        Accounts(folder),
        IsPlainText ? TokenProtection.PlainText
        : folder is null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(OverrideVariable)) ? TokenProtection.SystemKey : TokenProtection.Encrypted,
        name,
        time);

    /// <summary>Where signatures lie, for their user to write.</summary>
    public static string Signatures(string? folder) => System.IO.Path.Combine(folder ?? Path, "signatures");

    public static string Accounts(string? folder) => System.IO.Path.Combine(folder ?? Path, "accounts");

    private static string Sandbox(Guid sandboxId) => System.IO.Path.Combine(System.IO.Path.GetTempPath(), "outlookmail-sandbox-" + sandboxId.ToString("N"));
}
