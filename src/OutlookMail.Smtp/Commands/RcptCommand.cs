namespace OutlookMail.Smtp.Commands;

/// <summary>RCPT TO, RFC 5321 §4.1.1.3.</summary>
internal static class RcptCommand
{
    public static string Line(SmtpEnvelope envelope, int index) => "RCPT TO:<" + envelope.WireRecipients[index] + ">";
}
