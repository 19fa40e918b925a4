using System;
using System.Collections.Generic;
using System.Globalization;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// The error catalogue: one method an entry, each with its category, its words and what to do next. Ids are in
/// <see cref="ErrorIds"/>. Entries that speak of sign-in are in <see cref="SignInErrors"/>, those of sending in
/// <see cref="SubmissionErrors"/>.
/// </summary>
public static class MailErrors
{
    /// <param name="othersExist">Whether sessions are open in other runspaces.</param>
    /// <param name="lacking">What keeps the environment's variables from being a sign-in, as sentences.</param>
    public static OutlookMailException NotSignedIn(bool othersExist, IReadOnlyList<string> lacking) => new(
        ErrorIds.NotSignedIn,
        OutlookErrorCategory.ConnectionError,
        lacking.Count == 0 ? "There is no Outlook session here." : $"There is no Outlook session here, and the environment names no whole sign-in: {string.Join(" ", lacking)}",
        lacking.Count > 0 ? "Set the variables that are missing (Get-Help about_OutlookMail_SignIn lists them), or run Connect-OutlookMailbox first."
            : othersExist
            ? "Sessions exist elsewhere in this process, but a runspace has its own default: pass one with -Session $using:session (in ForEach-Object -Parallel and jobs), or run Connect-OutlookMailbox here."
            : "Run Connect-OutlookMailbox first, or name a sign-in without a person in the environment (Get-Help about_OutlookMail_SignIn); Start-OutlookSandbox and then Connect-OutlookMailbox try it without a tenant.")
    {
        EndsCommand = true,
    };

    public static OutlookMailException SessionClosed(OutlookSession session) => new(
        ErrorIds.SessionClosed,
        OutlookErrorCategory.ConnectionError,
        $"The session of {session.Mailbox} is closed.",
        "Run Connect-OutlookMailbox again; a kept sign-in needs no code the second time.",
        session)
    {
        EndsCommand = true,
    };

    public static OutlookMailException RequiresPowerShell7(string feature) => new(
        ErrorIds.RequiresPowerShell7,
        OutlookErrorCategory.NotImplemented,
        $"{feature} needs PowerShell 7.4 or later.",
        "Run it in pwsh; everything that Windows PowerShell 5.1 can do without it stays available.",
        feature)
    {
        EndsCommand = true,
    };

    public static OutlookMailException ConnectionFailed(string server, Exception inner) => new(
        ErrorIds.ConnectionFailed,
        OutlookErrorCategory.ConnectionError,
        $"{server} cannot be reached: {inner.Message}",
        "Check the server's name and port, and that this network lets it through (IMAP 993, SMTP 587).",
        server,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException ConnectionLost(object? target, Exception inner) => new(
        ErrorIds.ConnectionLost,
        OutlookErrorCategory.ConnectionError,
        $"The connection ended in the middle of the work: {inner.Message}",
        "Run the command again: nothing that was already output is affected, and the session reconnects by itself.",
        target,
        inner);

    public static OutlookMailException TlsFailed(string server, string reason, Exception inner) => new(
        ErrorIds.TlsFailed,
        OutlookErrorCategory.SecurityError,
        $"The encrypted connection to {server} was refused: {reason}.",
        "Check the server's name and this machine's clock. Behind a proxy that re-signs TLS, or with a test server, give its CA with -CertificateAuthority; the check itself cannot be switched off.",
        server,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException ServerProtocolError(string server, Exception inner) => new(
        ErrorIds.ServerProtocolError,
        OutlookErrorCategory.ProtocolError,
        $"{server} answered something that the protocol does not allow: {inner.Message}",
        "Run the command again; if it stays, record it with Connect-OutlookMailbox -Trace and report it. The trace holds no secrets.",
        server,
        inner);

    public static OutlookMailException ServerRefused(string command, string text, object? target, Exception inner) => new(
        ErrorIds.ServerRefused,
        OutlookErrorCategory.InvalidOperation,
        $"The server refused {command}: {text}",
        "The connection is still good. Read the server's words; Get-Help about_OutlookMail_Errors lists what Exchange means by the common ones.",
        target,
        inner);

    public static OutlookMailException Throttled(string text, TimeSpan? wait, object? target, Exception? inner) => new(
        ErrorIds.Throttled,
        OutlookErrorCategory.LimitsExceeded,
        $"The server asks for a pause: {text}",
        wait is { } time
            ? $"Wait {Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture)} seconds and run it again; use fewer connections at a time."
            : "Wait a minute and run it again; use fewer connections at a time.",
        target,
        inner)
    {
        RetryAfter = wait,
    };

    public static OutlookMailException FolderNotFound(string folder, Exception? inner) => new(
        ErrorIds.FolderNotFound,
        OutlookErrorCategory.ObjectNotFound,
        $"The mailbox has no folder named '{folder}'.",
        "Folder names are in the mailbox's own language, with / between levels: check the name as Outlook shows it.",
        folder,
        inner);

    public static OutlookMailException MessageUnreadable(OutlookMessage message, OutlookMailException inner) => new(
        ErrorIds.MessageUnreadable,
        OutlookErrorCategory.ReadError,
        string.Format(CultureInfo.InvariantCulture, "The server cannot give the message with UID {0} of '{1}': it ends the connection each time. {2}", message.Uid, message.Folder, inner.Message),
        "Open it in Outlook on the web and forward or delete it there.",
        message,
        inner);

    public static OutlookMailException MessageNotFound(OutlookMessage message) => new(
        ErrorIds.MessageNotFound,
        OutlookErrorCategory.ObjectNotFound,
        $"The message with UID {message.Uid.ToString(CultureInfo.InvariantCulture)} is no longer in '{message.Folder}'.",
        "It was moved or deleted since it was listed: list the folder again with Get-OutlookMail.",
        message);

    public static OutlookMailException MessageStale(OutlookMessage message, uint uidValidity, Exception? inner = null) => new(
        ErrorIds.MessageStale,
        OutlookErrorCategory.ObjectNotFound,
        $"'{message.Folder}' was renumbered since the message was listed (UIDVALIDITY {message.UidValidity.ToString(CultureInfo.InvariantCulture)}, now {uidValidity.ToString(CultureInfo.InvariantCulture)}).",
        "List the folder again with Get-OutlookMail: the old UID may name another message now, so it is not used.",
        message,
        inner);

    public static OutlookMailException FolderRenumbered(string folder, Exception? inner = null) => new(
        ErrorIds.FolderRenumbered,
        OutlookErrorCategory.InvalidOperation,
        $"'{folder}' was renumbered while it was being worked on.",
        "Run the command again; what was output before holds UIDs that are no longer good.",
        folder,
        inner);

    public static OutlookMailException FileExists(string path) => new(
        ErrorIds.FileExists,
        OutlookErrorCategory.ResourceExists,
        $"'{path}' exists.",
        "Use -Force to replace it, or another -Path.",
        path);

    public static OutlookMailException FileNotWritable(string path, Exception inner) => new(
        ErrorIds.FileNotWritable,
        OutlookErrorCategory.WriteError,
        $"'{path}' cannot be written: {inner.Message}",
        "Check the folder's rights and the free space. No partial file was left behind.",
        path,
        inner);

    public static OutlookMailException StoreBusy(string lockFile, Exception inner) => new(
        ErrorIds.StoreBusy,
        OutlookErrorCategory.ResourceUnavailable,
        $"The account store is in use: {inner.Message} ({lockFile})",
        "Find the process that has this file open and hangs (lsof on Linux and macOS, Process Explorer on Windows), end it and run the command again: nothing is lost. A job that needs no kept sign-in can give OUTLOOKMAIL_HOME a folder of its own.",
        lockFile,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException StoreUnavailable(string folder, Exception inner) => new(
        ErrorIds.StoreUnavailable,
        OutlookErrorCategory.ResourceUnavailable,
        $"The account store in '{folder}' cannot be used: {inner.Message}",
        "Check the folder's rights, set OUTLOOKMAIL_HOME to a folder of your own, or sign in with -NoStore to keep nothing.",
        folder,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException CertificateNotReadable(string path, Exception inner) => new(
        ErrorIds.CertificateNotReadable,
        OutlookErrorCategory.ReadError,
        $"'{path}' is not a certificate that can be read: {inner.Message}",
        "Give a PEM or DER file with one certificate.",
        path,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException TraceNotReadable(string path, Exception inner) => new(
        ErrorIds.TraceNotReadable,
        OutlookErrorCategory.ReadError,
        $"The trace '{path}' cannot be read: {inner.Message}",
        "Give the file that Connect-OutlookMailbox -Trace wrote, or leave -TracePath out.",
        path,
        inner);

    public static OutlookMailException Unexpected(object? target, Exception inner) => new(
        ErrorIds.Unexpected,
        OutlookErrorCategory.NotSpecified,
        inner.Message,
        "This is a defect of the module: report it with what Export-OutlookSupportBundle writes.",
        target,
        inner);
}
