using System.Globalization;
using System.Text;

namespace OutlookMail.Smtp.Commands;

/// <summary>MAIL FROM, RFC 5321 §4.1.1.2, with the parameters that the server offers and the mail needs.</summary>
internal static class MailCommand
{
    public static string Line(SmtpEnvelope envelope, SmtpContent content, SmtpCapabilities offered)
    {
        var line = new StringBuilder("MAIL FROM:<", 128).Append(envelope.WireMailFrom).Append('>');
        if (content.Length is { } length && offered.Has("SIZE"))
        {
            // RFC 1870 §6.1: the server can refuse before the message has crossed the wire.
            line.Append(" SIZE=").Append(length.ToString(CultureInfo.InvariantCulture));
        }

        if (content.Is8Bit)
        {
            line.Append(" BODY=8BITMIME");
        }

        if (content.NeedsSmtpUtf8 || envelope.NeedsSmtpUtf8)
        {
            line.Append(" SMTPUTF8");
        }

        return line.ToString();
    }
}
