using System.Globalization;
using System.Text;
using OutlookMail.Smtp.Grammar;

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

        if (content.IsBinary || content.Is8Bit)
        {
            line.Append(content.IsBinary ? " BODY=BINARYMIME" : " BODY=8BITMIME");
        }

        if (content.NeedsSmtpUtf8 || envelope.NeedsSmtpUtf8)
        {
            line.Append(" SMTPUTF8");
        }

        if (envelope.DeliveryReport is { } report && offered.Has("DSN"))
        {
            // RFC 3461 §4.3 and §4.4.
            if (report.ReturnsMessage is { } whole)
            {
                line.Append(whole ? " RET=FULL" : " RET=HDRS");
            }

            if (report.EnvelopeId is { } id)
            {
                line.Append(" ENVID=").Append(Xtext.Encode(id));
            }
        }

        return line.ToString();
    }
}
