using System.Globalization;
using OutlookMail.Model;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>Catalogue entries of the outbox.</summary>
public static class OutboxErrors
{
    public static OutlookMailException NotFound(long id) => new(
        ErrorIds.OutboxItemNotFound,
        OutlookErrorCategory.ObjectNotFound,
        string.Format(CultureInfo.InvariantCulture, "The outbox has no mail #{0}.", id),
        "Get-OutlookOutbox lists what is there; sent mails are forgotten after 100 days.",
        id);

    public static OutlookMailException InWork(long id) => new(
        ErrorIds.OutboxItemInWork,
        OutlookErrorCategory.InvalidOperation,
        string.Format(CultureInfo.InvariantCulture, "#{0} is being sent, so it cannot be removed.", id),
        "Wait until it is sent or back in the queue. What is left by a process that died is taken back by the next Start-OutlookOutbox.",
        id);

    public static OutlookMailException StillInWork(long id) => new(
        ErrorIds.OutboxItemInWork,
        OutlookErrorCategory.ResourceUnavailable,
        string.Format(CultureInfo.InvariantCulture, "Another process is sending #{0}, which has the same idempotency key.", id),
        "Run the same call again: it says what became of the mail, and sends it only if it was not sent.",
        id);

    /// <summary>The journal could not be read or written; nothing of the failed step was kept, and nothing was sent by it.</summary>
    public static OutlookMailException From(StoreException e) => e.Failure switch
    {
        StoreFailure.Busy => new(
            ErrorIds.OutboxBusy,
            OutlookErrorCategory.ResourceUnavailable,
            $"The outbox '{e.Path}' is held by another process.",
            "Run the command again. If it stays, find the process that has the file open (a backup or a database tool); the module itself holds it for milliseconds.",
            e.Path,
            e)
        {
            EndsCommand = true,
        },
        StoreFailure.Full => new(
            ErrorIds.OutboxFull,
            OutlookErrorCategory.WriteError,
            $"There is no room left for the outbox '{e.Path}'.",
            "Free disk space, or set OUTLOOKMAIL_HOME to a folder on another disk. Mails that were queued before are all there; the one at hand was not queued.",
            e.Path,
            e)
        {
            EndsCommand = true,
        },
        StoreFailure.Damaged => new(
            ErrorIds.OutboxDamaged,
            OutlookErrorCategory.InvalidData,
            $"The outbox '{e.Path}' cannot be read: {e.Message}",
            "Set the file aside and keep it: mails in it may still be queued or uncertain. A new outbox is made when there is none.",
            e.Path,
            e)
        {
            EndsCommand = true,
        },
        StoreFailure.TooNew => new(
            ErrorIds.OutboxTooNew,
            OutlookErrorCategory.InvalidOperation,
            $"The outbox '{e.Path}' was changed by a newer version of the module.",
            "Update the module here as well: Update-Module OutlookMail.PowerShell.",
            e.Path,
            e)
        {
            EndsCommand = true,
        },
        _ => new(
            ErrorIds.OutboxUnavailable,
            OutlookErrorCategory.ResourceUnavailable,
            $"The outbox '{e.Path}' cannot be used: {e.Message}",
            "Check the folder's rights, or set OUTLOOKMAIL_HOME to a folder of your own on a local disk.",
            e.Path,
            e)
        {
            EndsCommand = true,
        },
    };
}
