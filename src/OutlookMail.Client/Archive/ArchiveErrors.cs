using System;
using System.Globalization;
using OutlookMail.Model;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>Catalogue entries of export, import and the local archive.</summary>
public static class ArchiveErrors
{
    public static OutlookMailException DiskFull(string path, Exception inner) => new(
        ErrorIds.DiskFull,
        OutlookErrorCategory.WriteError,
        $"There is no room left to write '{path}'.",
        "Free disk space and run the command again: what was written is whole and is not fetched again.",
        path,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException ExportInUse(string path) => new(
        ErrorIds.ExportInUse,
        OutlookErrorCategory.ResourceUnavailable,
        $"Another export writes to '{path}'.",
        "Wait until it is done, or export to another path.",
        path)
    {
        EndsCommand = true,
    };

    public static OutlookMailException ExportMismatch(string path, string format, string mailbox) => new(
        ErrorIds.ExportMismatch,
        OutlookErrorCategory.InvalidArgument,
        $"'{path}' belongs to an export of {mailbox} as {format}.",
        "Give each mailbox and each format a path of its own.",
        path)
    {
        EndsCommand = true,
    };

    public static OutlookMailException ExportDamaged(string path, bool isFetchedAgain) => new(
        ErrorIds.ExportDamaged,
        OutlookErrorCategory.InvalidData,
        $"'{path}' is missing or not as it was written.",
        isFetchedAgain
            ? "Nothing needs to be done if the message is still on the server: this run fetches it again."
            : "The message is written again at the file's end. To be rid of the damaged place, delete the file and run the command again: it is then written anew.",
        path);

    public static OutlookMailException MessageUnreadable(string folder, uint uid, string reason, Exception? inner) => new(
        ErrorIds.MessageUnreadable,
        OutlookErrorCategory.ReadError,
        string.Format(CultureInfo.InvariantCulture, "The server cannot give the message with UID {0} of '{1}': {2}", uid, folder, reason),
        "Open it in Outlook on the web and forward or delete it there; the next run tries it again.",
        folder,
        inner);

    public static OutlookMailException NotFound(string folder) => new(
        ErrorIds.ArchiveNotFound,
        OutlookErrorCategory.ObjectNotFound,
        $"There is no archive in '{folder}'.",
        "Run Sync-OutlookMailbox first, or name the archive's folder with -Path.",
        folder)
    {
        EndsCommand = true,
    };

    public static OutlookMailException SearchInvalid(string text, Exception inner) => new(
        ErrorIds.SearchInvalid,
        OutlookErrorCategory.InvalidArgument,
        $"'{text}' cannot be searched for: {inner.Message}",
        "Write words, \"phrases\", word*, -word, OR between two words, and subject:, from:, to:, body: or attachment: before a word.",
        text,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException Busy(string path) => new(
        ErrorIds.ArchiveBusy,
        OutlookErrorCategory.ResourceUnavailable,
        $"The archive is in use: another process holds '{path}'.",
        "Run the command again when the other synchronisation is done.",
        path)
    {
        EndsCommand = true,
    };

    /// <summary>The archive could not be read or written; nothing of the failed step was kept.</summary>
    public static OutlookMailException From(StoreException e) => e.Failure switch
    {
        StoreFailure.Busy => Busy(e.Path),
        StoreFailure.Full => DiskFull(e.Path, e),
        StoreFailure.Damaged => new(
            ErrorIds.ArchiveDamaged,
            OutlookErrorCategory.InvalidData,
            $"The archive '{e.Path}' cannot be read: {e.Message}",
            "Run Sync-OutlookMailbox -Verify: it sets a damaged file aside and copies the mailbox anew.",
            e.Path,
            e)
        {
            EndsCommand = true,
        },
        StoreFailure.TooNew => new(
            ErrorIds.ArchiveTooNew,
            OutlookErrorCategory.InvalidOperation,
            $"The archive '{e.Path}' was changed by a newer version of the module.",
            "Update the module here as well: Update-Module OutlookMail.PowerShell.",
            e.Path,
            e)
        {
            EndsCommand = true,
        },
        _ => new(
            ErrorIds.ArchiveUnavailable,
            OutlookErrorCategory.ResourceUnavailable,
            $"The archive '{e.Path}' cannot be used: {e.Message}",
            "Check the folder's rights, or name another folder on a local disk with -Path.",
            e.Path,
            e)
        {
            EndsCommand = true,
        },
    };
}
