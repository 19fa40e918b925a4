using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>Whether somebody is there to open a page and type a code. The engine does not say, so its own sources are read.</summary>
internal static class HostInteraction
{
    private const string NonInteractive = "NonInteractive";

    // pwsh takes any prefix of it that is not ambiguous, with -, -- or /.
    private const int ShortestPrefix = 4;

    internal static bool IsPossible(IReadOnlyList<string> commandLine, bool userInteractive, Func<string, string?> environment) =>
        userInteractive
        && !commandLine.Skip(1).TakeWhile(a => !StartsScript(a)).Any(IsNonInteractive)
        && environment("AZUREPS_HOST_ENVIRONMENT") is null or "";

    /// <summary>Whether a browser would open where that somebody sits: not over SSH, and on Linux only with a display.</summary>
    internal static bool HasBrowser(Func<string, string?> environment) =>
        environment("SSH_CONNECTION") is null or ""
        && (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux) || environment("DISPLAY") is { Length: > 0 } || environment("WAYLAND_DISPLAY") is { Length: > 0 });

    private static bool IsNonInteractive(string argument) =>
        Switch(argument) is { Length: >= ShortestPrefix } name && NonInteractive.StartsWith(name, StringComparison.OrdinalIgnoreCase);

    // What follows belongs to the script and not to pwsh.
    private static bool StartsScript(string argument) => Switch(argument) is { Length: > 0 } name
        && (Begins("Command", name) || Begins("File", name) || Begins("EncodedCommand", name) || name.Equals("ec", StringComparison.OrdinalIgnoreCase));

    private static bool Begins(string whole, string name) => whole.StartsWith(name, StringComparison.OrdinalIgnoreCase);

    private static string? Switch(string argument) => argument.Length > 0 && argument[0] is '-' or '/' ? argument.TrimStart('-', '/') : null;
}
