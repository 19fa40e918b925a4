using System;
using System.Globalization;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Catalogue entries of composing and sending. Each says whether the mail went out.</summary>
public static class SubmissionErrors
{
    public static OutlookMailException AddressInvalid(string text, string reason, Exception? inner) => new(
        ErrorIds.AddressInvalid,
        OutlookErrorCategory.InvalidArgument,
        $"'{OneLine(text)}' is not a mail address: {reason}",
        "Write ada@contoso.com or Ada Lovelace <ada@contoso.com>. Nothing was sent.",
        text,
        inner);

    public static OutlookMailException HeaderInvalid(string what, string reason, Exception? inner) => new(
        ErrorIds.HeaderInvalid,
        OutlookErrorCategory.InvalidArgument,
        $"The mail cannot be written: {what}: {reason}",
        "Remove line breaks and control characters from subjects, names and header values; give fields that have a parameter by it. Nothing was sent.",
        what,
        inner);

    public static OutlookMailException NoRecipients() => new(
        ErrorIds.NoRecipients,
        OutlookErrorCategory.InvalidArgument,
        "The mail has no recipient.",
        "Give at least one address with -To, -Cc or -Bcc. Nothing was sent.");

    public static OutlookMailException NothingToSend(string subject) => new(
        ErrorIds.NothingToSend,
        OutlookErrorCategory.InvalidArgument,
        "The mail has neither a body nor an attachment.",
        "Give -Body, -Html or -Attachment; -Body '' sends a mail with a subject alone. Nothing was sent.",
        subject);

    public static OutlookMailException AttachmentNotReadable(string path, Exception inner) => new(
        ErrorIds.AttachmentNotReadable,
        OutlookErrorCategory.OpenError,
        $"The attachment '{path}' cannot be read: {inner.Message}",
        "Check the path and its rights. Nothing was sent: a mail never goes out without a file it was to carry.",
        path,
        inner);

    public static OutlookMailException SmtpAuthDisabled(string text, string fix, Exception? inner) => new(
        ErrorIds.SmtpAuthDisabled,
        OutlookErrorCategory.NotEnabled,
        $"SMTP submission is not allowed for this mailbox: {text}",
        fix,
        null,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException SenderRejected(string sender, string text, Exception? inner) => new(
        ErrorIds.SenderRejected,
        OutlookErrorCategory.PermissionDenied,
        $"The server does not let this session send as {sender}: {text}",
        $"Grant it in Exchange Online: Add-RecipientPermission -Identity {sender} -Trustee <account> -AccessRights SendAs. The mail was not sent.",
        sender,
        inner);

    public static OutlookMailException RecipientRejected(OutlookSendResult result, string recipient, string text) => new(
        ErrorIds.RecipientRejected,
        OutlookErrorCategory.InvalidData,
        $"The server took no recipient; {recipient}: {text}",
        IsForNow(text)
            ? "Try again in some minutes, or put it into the outbox with -Queue, which tries again by itself. The mail was not sent."
            : "Check the addresses. The mail was not sent.",
        result);

    public static OutlookMailException MessageTooLarge(long size, string text, Exception? inner) => new(
        ErrorIds.MessageTooLarge,
        OutlookErrorCategory.LimitsExceeded,
        $"The mail has {size.ToString("N0", CultureInfo.InvariantCulture)} octets, more than the server takes: {text}",
        "Attachments grow by a third on the way: send a link, or split the files. The mail was not sent.",
        size,
        inner);

    public static OutlookMailException MailNotSent(OutlookSendResult result, string text, Exception? inner) => new(
        ErrorIds.MailNotSent,
        OutlookErrorCategory.WriteError,
        $"The mail was not sent: {text}",
        "The server has nothing of it: sending it again cannot double it.",
        result,
        inner);

    /// <summary>A mail that went out in parts, of which some did not.</summary>
    public static OutlookMailException PartlyNotSent(OutlookSendResult result) => new(
        ErrorIds.MailNotSent,
        OutlookErrorCategory.WriteError,
        $"Parts of the mail were not sent: {result.Reply}",
        "The error's target names each recipient and what the server said; Start-OutlookOutbox -RetryFailed tries the parts that failed once more.",
        result);

    /// <summary>The mailbox has sent as much as it may, and the wait is too long to be kept waiting.</summary>
    public static OutlookMailException LimitReached(string mailbox, string reason, TimeSpan wait) => new(
        ErrorIds.Throttled,
        OutlookErrorCategory.LimitsExceeded,
        $"{mailbox} may send again in {Math.Ceiling(wait.TotalMinutes).ToString(CultureInfo.InvariantCulture)} minutes: {reason}",
        "Put it into the outbox with -Queue: Start-OutlookOutbox -UntilEmpty sends it once it may go. The mail was not sent.",
        mailbox)
    {
        RetryAfter = wait,
    };

    public static OutlookMailException SendUncertain(OutlookSendResult result, Exception? inner) => new(
        ErrorIds.SendUncertain,
        OutlookErrorCategory.ResourceUnavailable,
        "The connection ended after the mail was handed over and before the server confirmed it: it may or may not have been sent.",
        result.OutboxId is { } id
            ? $"It is #{id.ToString(CultureInfo.InvariantCulture)} in the outbox: Start-OutlookOutbox looks for it in Sent Items again, and with -ResendUncertain sends it again if it is not there."
            : $"Before sending again, look for it: Get-OutlookMail -Folder 'Sent Items' -MessageId '{result.MessageId}' (Exchange may show it under X-Microsoft-Original-Message-ID).",
        result,
        inner);

    // RFC 5321 §4.2.1
    private static bool IsForNow(string reply) => reply.StartsWith("4", StringComparison.Ordinal);

    // A rejected address is repeated to its author; its line breaks must not break a log's lines.
    private static string OneLine(string text) =>
        text.Replace("\r", "\\r").Replace("\n", "\\n").Replace("\0", "\\0");
}
