using System.Text;
using OutlookMail.Mime;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Structure;

/// <summary>The first words of a message's text, RFC 8970 §3.</summary>
internal static class MessagePreview
{
    // RFC 8970 §3.2 recommends it, and allows 256.
    private const int MaximumLength = 200;

    public static string Of(SandboxMessage message)
    {
        using var parsed = MimeMessage.Parse(message.Bytes);
        var preview = new StringBuilder();
        bool isSpaceDue = false;
        foreach (Rune rune in (parsed.GetText() ?? "").EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                isSpaceDue = preview.Length > 0;
                continue;
            }

            string text = (isSpaceDue ? " " : "") + rune;
            if (preview.Length + text.Length > MaximumLength)
            {
                break;
            }

            preview.Append(text);
            isSpaceDue = false;
        }

        return preview.ToString();
    }
}
