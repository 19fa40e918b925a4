using System;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>Catalogue entries that only a cmdlet can meet: about its paths and its runspace.</summary>
internal static class CmdletErrors
{
    internal static OutlookMailException PathInvalid(string path, string reason, Exception? inner = null) => new(
        ErrorIds.PathInvalid,
        OutlookErrorCategory.InvalidArgument,
        $"'{path}' cannot be used as a path: {reason}",
        "Give a path on a file system drive; use -LiteralPath for a name that holds wildcard characters.",
        path,
        inner);

    internal static OutlookMailException ArgumentInvalid(string parameter, string reason, string fix, Exception? inner = null) => new(
        ErrorIds.ArgumentInvalid,
        OutlookErrorCategory.InvalidArgument,
        $"-{parameter} cannot be used: {reason}.",
        fix,
        parameter,
        inner);

    internal static OutlookMailException SandboxNotRunning() => new(
        ErrorIds.SandboxNotRunning,
        OutlookErrorCategory.ObjectNotFound,
        "No sandbox runs here.",
        "Start one with Start-OutlookSandbox, or see Get-OutlookSandbox for those of other runspaces.")
    {
        EndsCommand = true,
    };

    internal static OutlookMailException SandboxNotStarted(Exception inner) => new(
        ErrorIds.SandboxNotStarted,
        OutlookErrorCategory.ResourceUnavailable,
        $"The sandbox did not start: {inner.Message}",
        "Leave the ports away, and any free one is taken; name users by address.",
        null,
        inner)
    {
        EndsCommand = true,
    };

    internal static OutlookMailException SandboxAddressInvalid(string address, Exception inner) => new(
        ErrorIds.AddressInvalid,
        OutlookErrorCategory.InvalidArgument,
        $"'{address}' cannot be a mailbox of the sandbox: {inner.Message}",
        "Name people and mailboxes by address, for example ada@contoso.test.",
        address,
        inner);

    internal static OutlookMailException SignInErrorUnknown(int aadsts) => new(
        ErrorIds.SignInErrorUnknown,
        OutlookErrorCategory.InvalidArgument,
        $"The sandbox has no text for AADSTS{aadsts}.",
        "Give one of the numbers that docs/sandbox.md lists, for example 50076.",
        aadsts)
    {
        EndsCommand = true,
    };

    internal static OutlookMailException NothingToSet() => new(
        ErrorIds.NothingToSet,
        OutlookErrorCategory.InvalidArgument,
        "Nothing was said about what to set.",
        "Give one of -Read, -Flagged, -Answered (each also with :$false), -AddKeyword or -RemoveKeyword.")
    {
        EndsCommand = true,
    };
}
