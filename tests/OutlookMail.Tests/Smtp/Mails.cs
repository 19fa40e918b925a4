using System;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Smtp;

namespace OutlookMail.Tests.Smtp;

/// <summary>Mails to send in tests.</summary>
internal static class Mails
{
    public const string Ada = "ada@contoso.test";
    public const string Bob = "bob@contoso.test";
    public const string Eve = "eve@contoso.test";

    public static SmtpEnvelope ToBob() => new(Ada, [Bob]);

    public static SmtpContent Text(string text) => new(
        (stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(text), token).AsTask(), Encoding.UTF8.GetByteCount(text));

    public static SmtpContent Hello() => Text("Subject: Hello\r\n\r\n.dot\r\n");

    public static SmtpContent HelloOfUnknownLength() => new(
        (stream, token) => stream.WriteAsync("Subject: Hello\r\n\r\n.dot\r\n"u8.ToArray(), token).AsTask(), null);

    public static SmtpContent Failing(Exception error) => new((_, _) => Task.FromException(error), null);
}
