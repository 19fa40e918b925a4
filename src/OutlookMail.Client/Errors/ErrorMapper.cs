using System;
using System.IO;
using OutlookMail.Identity;
using OutlookMail.Mime;
using OutlookMail.Model;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>The last step of every failure: whatever reaches a front end becomes a catalogue entry here.</summary>
public static class ErrorMapper
{
    public static OutlookMailException Map(Exception e, object? target) => e switch
    {
        OutlookMailException known => known,
        TokenStoreException { Failure: TokenStoreFailure.Busy } busy => MailErrors.StoreBusy(busy.Path, busy),
        TokenStoreException store => MailErrors.StoreUnavailable(store.Path, store),
        StoreException store => OutboxErrors.From(store),
        MimeFormatException format => SubmissionErrors.HeaderInvalid("a value", format.Message, format),
        UnauthorizedAccessException or IOException when target is string path => MailErrors.FileNotWritable(path, e),
        _ => MailErrors.Unexpected(target, e),
    };
}
