using System.Text;
using OutlookMail.Mime;

namespace OutlookMail.Tests.Mime;

/// <summary>Messages written in tests: octets as Latin-1 text, line ends as \n.</summary>
internal static class Sample
{
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text.Replace("\n", "\r\n"));

    public static MimeMessage Read(string text) => MimeMessage.Parse(Bytes(text));
}
