using System;
using System.IO;

namespace OutlookMail.Client;

/// <summary>The user's own data folder, where accounts are kept.</summary>
internal static class DataFolder
{
    public const string OverrideVariable = "OUTLOOKMAIL_HOME";

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

    public static string Accounts(string? folder) => System.IO.Path.Combine(folder ?? Path, "accounts");
}
