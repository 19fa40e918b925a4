using System;
using System.Globalization;
using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>Names of exported messages: sorted by time, readable, and unique in their folder.</summary>
internal static class ExportName
{
    public static string Of(ExportedMessage message, MessageSpool spool) => string.Format(
        CultureInfo.InvariantCulture,
        "{0:yyyyMMdd-HHmmss} {1} ({2})",
        (message.Received ?? default).UtcDateTime,
        SafeFileName.Clean(Subject(spool), "no subject"),
        message.Uid);

    /// <summary>The moment that a file of the message bears; one that every file system can hold.</summary>
    public static DateTime FileTime(ExportedMessage message)
    {
        var time = (message.Received ?? DateTimeOffset.UtcNow).UtcDateTime;
        return time.Year < 1980 ? new DateTime(1980, 1, 1, 0, 0, 0, DateTimeKind.Utc) : time;
    }

    private static string Subject(MessageSpool spool)
    {
        using var header = MimeMessage.Parse(spool.Header);
        return header.Subject ?? "";
    }
}
