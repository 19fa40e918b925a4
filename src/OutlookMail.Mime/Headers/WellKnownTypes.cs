using System;

namespace OutlookMail.Mime;

/// <summary>One string for each type or disposition that mail is made of.</summary>
internal static class WellKnownTypes
{
    private static readonly string[] Known =
    {
        "text/plain", "text/html", "multipart/mixed", "multipart/alternative", "multipart/related", "multipart/report", "multipart/signed",
        "message/rfc822", "message/delivery-status", "text/rfc822-headers", "text/calendar", "text/csv", "application/octet-stream", "application/pdf",
        "application/zip", "image/png", "image/jpeg", "image/gif", "application/ms-tnef", "attachment", "inline",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    };

    public static string Intern(ReadOnlySpan<byte> token)
    {
        foreach (string known in Known)
        {
            if (Ascii.EqualsIgnoreCase(token, known))
            {
                return known;
            }
        }

        return HeaderText.Unfold(Charsets.Latin1.Text(token)).ToLowerInvariant();
    }
}
