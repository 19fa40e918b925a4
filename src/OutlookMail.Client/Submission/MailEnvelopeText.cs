using System.Globalization;
using System.Text;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What would be sent, in words: the envelope and the structure.</summary>
public static class MailEnvelopeText
{
    public static string Of(OutlookMailDraft draft)
    {
        var text = new StringBuilder();
        text.AppendFormat(CultureInfo.InvariantCulture, "'{0}', {1:N0} octets\n  MAIL FROM:<{2}>\n", draft.Subject, draft.Size, draft.From);
        foreach (var recipient in draft.Recipients)
        {
            text.Append("  RCPT TO:<").Append(recipient).Append(">\n");
        }

        foreach (var line in draft.Structure)
        {
            text.Append("  ").Append(line).Append('\n');
        }

        return text.ToString().TrimEnd();
    }
}
