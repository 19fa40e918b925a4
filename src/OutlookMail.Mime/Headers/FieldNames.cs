using System;

namespace OutlookMail.Mime;

/// <summary>One string for each field name that every message has.</summary>
internal static class FieldNames
{
    private static readonly string[] Common =
    {
        "Received", "From", "To", "Cc", "CC", "Bcc", "Subject", "Date", "Message-ID", "Message-Id", "In-Reply-To", "References", "Reply-To",
        "Sender", "Return-Path", "MIME-Version", "Mime-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition",
        "Content-ID", "Content-Description", "Content-Language", "Accept-Language", "DKIM-Signature", "Authentication-Results",
        "Received-SPF", "Thread-Topic", "Thread-Index", "Importance", "X-Priority", "X-Mailer", "User-Agent",
        "X-MS-Has-Attach", "X-MS-Exchange-Organization-AuthSource", "X-MS-Exchange-Organization-SCL", "X-MS-Exchange-CrossTenant-id",
        "X-Microsoft-Antispam-Message-Info", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Id",
    };

    public static string Intern(ReadOnlySpan<byte> name)
    {
        foreach (string known in Common)
        {
            if (known.Length == name.Length && Equal(name, known))
            {
                return known;
            }
        }

        return Charsets.Latin1.Text(name);
    }

    private static bool Equal(ReadOnlySpan<byte> name, string known)
    {
        for (int i = 0; i < known.Length; i++)
        {
            if (name[i] != known[i])
            {
                return false;
            }
        }

        return true;
    }
}
