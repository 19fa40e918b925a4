using System;
using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>Fields that the composer writes itself: a second one from elsewhere would contradict it.</summary>
internal static class OwnFields
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "Sender", "To", "Cc", "Bcc", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "MIME-Version",
        "Disposition-Notification-To",
    };

    public static bool Contains(string name) => Names.Contains(name) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);
}
