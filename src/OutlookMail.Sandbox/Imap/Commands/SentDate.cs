using System;
using OutlookMail.Mime;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>When a message was sent, for SORT and THREAD.</summary>
internal static class SentDate
{
    // RFC 5256 §2.2: INTERNALDATE where the header has no date that can be read.
    public static DateTimeOffset Of(MimeMessage parsed, SandboxMessage message) => parsed.Date ?? message.InternalDate;
}
