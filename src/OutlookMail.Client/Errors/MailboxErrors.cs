using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Catalogue entries of working in a mailbox: its folders, and changes to its messages.</summary>
public static class MailboxErrors
{
    public static OutlookMailException FolderAmbiguous(string pattern, IReadOnlyList<string> folders) => new(
        ErrorIds.FolderAmbiguous,
        OutlookErrorCategory.InvalidArgument,
        $"'{pattern}' fits {folders.Count.ToString(CultureInfo.InvariantCulture)} folders: {string.Join(", ", folders.Take(5))}{(folders.Count > 5 ? ", …" : "")}.",
        "Name one folder, as Get-OutlookFolder shows it in FullName.",
        pattern);

    public static OutlookMailException FolderExists(string folder, Exception? inner) => new(
        ErrorIds.FolderExists,
        OutlookErrorCategory.ResourceExists,
        $"The mailbox has a folder named '{folder}' already.",
        "Choose another name, or give -Force to New-OutlookFolder to take the one that is there.",
        folder,
        inner);

    public static OutlookMailException FolderHasChildren(string folder, int count) => new(
        ErrorIds.FolderHasChildren,
        OutlookErrorCategory.InvalidOperation,
        $"'{folder}' has {count.ToString(CultureInfo.InvariantCulture)} folder{(count == 1 ? "" : "s")} below it.",
        "Give -Recurse to remove them with it.",
        folder);

    public static OutlookMailException FolderNameInvalid(string name, string reason) => new(
        ErrorIds.FolderNameInvalid,
        OutlookErrorCategory.InvalidArgument,
        $"'{name}' cannot be the name of a folder: {reason}.",
        "Choose another name.",
        name);

    public static OutlookMailException FolderProtected(string folder, string reason) => new(
        ErrorIds.FolderProtected,
        OutlookErrorCategory.InvalidOperation,
        $"'{folder}' stays as it is: {reason}.",
        "Move its messages with Move-OutlookMail instead.",
        folder);

    public static OutlookMailException TooManyFolders(int asked, int most) => new(
        ErrorIds.TooManyFolders,
        OutlookErrorCategory.LimitsExceeded,
        $"{asked.ToString(CultureInfo.InvariantCulture)} folders cannot be watched at once: each takes a connection, and {most.ToString(CultureInfo.InvariantCulture)} is the most.",
        "Watch fewer folders, or let a rule of the mailbox move what matters into one.",
        asked)
    {
        EndsCommand = true,
    };

    public static OutlookMailException KeywordNotSupported(string keyword, string folder) => new(
        ErrorIds.KeywordNotSupported,
        OutlookErrorCategory.InvalidArgument,
        $"The server keeps no keyword '{keyword}' in '{folder}'.",
        "Exchange Online keeps none over IMAP; flag the message instead (-Flagged), or move it to a folder.",
        keyword);

    public static OutlookMailException AlreadyDeleted(OutlookMessage message) => new(
        ErrorIds.AlreadyDeleted,
        OutlookErrorCategory.InvalidOperation,
        $"The message with UID {message.Uid.ToString(CultureInfo.InvariantCulture)} is in '{message.Folder}' already.",
        "Use Remove-OutlookMail -Permanent to delete it for good.",
        message);

    public static OutlookMailException DeletedFolderNotFound(OutlookSession session) => new(
        ErrorIds.DeletedFolderNotFound,
        OutlookErrorCategory.ObjectNotFound,
        $"The folder for deleted messages of {session.Mailbox} was not recognised.",
        "Its name is in a language that the module does not know: use Move-OutlookMail -Destination with the folder's name, or -Permanent.",
        session)
    {
        EndsCommand = true,
    };

    public static OutlookMailException WaitTimedOut(string folder, TimeSpan time) => new(
        ErrorIds.WaitTimedOut,
        OutlookErrorCategory.OperationTimeout,
        $"No such message came into '{folder}' within {Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture)} seconds.",
        "Wait longer with -Timeout, look further back with -Since, or see with Get-OutlookMail whether the message is in another folder (Junk).",
        folder);

    public static OutlookMailException ConfirmationImpossible(string what) => new(
        ErrorIds.ConfirmationImpossible,
        OutlookErrorCategory.InvalidOperation,
        $"{what} has to be confirmed, and nobody can be asked here.",
        "Give -Force once you are sure; -WhatIf shows what would happen.",
        what)
    {
        EndsCommand = true,
    };

    public static OutlookMailException NamePatternInvalid(string pattern, string reason) => new(
        ErrorIds.NamePatternInvalid,
        OutlookErrorCategory.InvalidArgument,
        $"'{pattern}' cannot name files: {reason}.",
        "Write it as '{Received:yyyy}/{From} {Subject} ({Uid})': text, and names of what is filled in within braces.",
        pattern)
    {
        EndsCommand = true,
    };
}
