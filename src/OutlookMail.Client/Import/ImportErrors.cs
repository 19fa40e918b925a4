using System;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Catalogue entries of imports.</summary>
public static class ImportErrors
{
    public static OutlookMailException NotReadable(string path, string reason, Exception? inner) => new(
        ErrorIds.ImportNotReadable,
        OutlookErrorCategory.ReadError,
        $"'{path}' cannot be imported: {reason}",
        "Give .eml, mbox or zip files, Maildirs, or folders of these that this user may read.",
        path,
        inner);

    public static OutlookMailException TooLarge(string path, string text, Exception inner) => new(
        ErrorIds.MessageTooLarge,
        OutlookErrorCategory.LimitsExceeded,
        $"'{path}' is larger than the mailbox takes: {text}",
        "Ask an administrator for a higher limit (Exchange: Set-Mailbox -MaxReceiveSize), or keep the message as a file.",
        path,
        inner);

    public static OutlookMailException MailboxFull(string path, string text, Exception inner) => new(
        ErrorIds.MailboxFull,
        OutlookErrorCategory.LimitsExceeded,
        $"The mailbox has no room for '{path}': {text}",
        "Make room in the mailbox and run the command again: what is there already is not imported twice.",
        path,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException Refused(string path, string text, Exception inner) => new(
        ErrorIds.ServerRefused,
        OutlookErrorCategory.InvalidOperation,
        $"The server refused '{path}': {text}",
        "The others go on. Read the server's words; a message that holds NUL octets, for example, is none that IMAP can carry.",
        path,
        inner);
}
