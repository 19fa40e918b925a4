using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace OutlookMail.Sandbox.Store.Corpus;

/// <summary>Bodies of generated mail, in the shapes and shares of a working mailbox. Each method gives the Content- fields, an empty line and the octets.</summary>
internal sealed class CorpusBody(CorpusText text, CorpusHeader header)
{
    private const int LineOctets = 57;

    private static readonly (string Extension, string Type)[] Files =
    [
        ("pdf", "application/pdf"), ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), ("png", "image/png"), ("zip", "application/zip"), ("csv", "text/csv"),
    ];

    /// <param name="hasAttachment">Whether a file is in it.</param>
    public byte[] Any(Encoding encoding, string charset, string[] phrases, string subject, out bool hasAttachment)
    {
        int kind = text.Weighted(46, 28, 8, 10, 3, 2, 2, 1);
        hasAttachment = kind is 3 or 4;
        return kind switch
        {
            0 => Plain(encoding, charset, phrases, 200, 4000),
            1 => Alternative(encoding, charset, phrases),
            2 => Html(encoding, charset, phrases, text.Random.Next(3000, 16_000), ""),
            3 => Mixed(encoding, charset, phrases),
            4 => Related(encoding, charset, phrases),
            5 => Invitation(encoding, charset, phrases),
            6 => Forward(encoding, charset, phrases),
            _ => Report(encoding, charset, phrases, subject),
        };
    }

    private byte[] Plain(Encoding encoding, string charset, string[] phrases, int from, int to) =>
        Text("plain", text.Paragraphs(text.Random.Next(from, to), phrases), encoding, charset);

    private byte[] Html(Encoding encoding, string charset, string[] phrases, int length, string more)
    {
        var page = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset={charset}\"><style>p.MsoNormal{{margin:0cm}}</style></head>\r\n<body lang=\"EN-GB\">\r\n");
        while (page.Length < length)
        {
            page.Append("<p class=\"MsoNormal\" style=\"margin:0cm;font-size:11pt;font-family:Calibri,sans-serif\"><span style=\"color:#1F497D\">")
                .Append(text.Paragraphs(text.Random.Next(120, 500), phrases)).Append("</span></p>\r\n");
        }

        if (text.Chance(0.5))
        {
            page.Append("<table border=\"1\">").AppendJoin("", Enumerable.Range(0, text.Random.Next(4, 30)).Select(_ => $"<tr><td>{text.Word()}</td><td align=\"right\">{text.Number(9999)}&nbsp;&euro;</td></tr>")).Append("</table>\r\n");
        }

        return Text("html", page.Append(more).Append("</body></html>\r\n").ToString(), encoding, charset);
    }

    private byte[] Alternative(Encoding encoding, string charset, string[] phrases) => Multipart("alternative",
        Plain(encoding, charset, phrases, 400, 2500), Html(encoding, charset, phrases, text.Random.Next(2000, 9000), ""));

    private byte[] Mixed(Encoding encoding, string charset, string[] phrases)
    {
        byte[] body = text.Chance(0.6) ? Alternative(encoding, charset, phrases) : Plain(encoding, charset, phrases, 200, 3000);
        int files = text.Pick(1, 1, 1, 1, 2, 4);
        return Multipart("mixed", [body, .. Enumerable.Range(0, files).Select(_ => Attachment())]);
    }

    private byte[] Related(Encoding encoding, string charset, string[] phrases)
    {
        string id = $"image001.png@{text.Hex(4)}";
        byte[] image = text.Bytes(text.Random.Next(2000, 20_000));
        return Multipart("related",
            Multipart("alternative", Plain(encoding, charset, phrases, 200, 900), Html(encoding, charset, phrases, 4000, $"<img src=\"cid:{id}\">\r\n")),
            Part($"Content-Type: image/png; name=\"image001.png\"\r\nContent-Disposition: inline; filename=\"image001.png\"; size={image.Length.ToString(CultureInfo.InvariantCulture)}\r\nContent-ID: <{id}>\r\nContent-Transfer-Encoding: base64\r\n", Base64(image)));
    }

    private byte[] Invitation(Encoding encoding, string charset, string[] phrases)
    {
        string calendar = $"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nPRODID:Microsoft Exchange Server 2010\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nORGANIZER:mailto:{text.Person().Address}\r\nUID:{text.Hex(16)}\r\nSUMMARY:{text.Word()}\r\nDTSTART:20260203T100000Z\r\nDTEND:20260203T110000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        return Multipart("alternative", Plain(encoding, charset, phrases, 100, 500), Html(encoding, charset, phrases, 1500, ""),
            Part("Content-Type: text/calendar; charset=\"utf-8\"; method=REQUEST\r\nContent-Transfer-Encoding: base64\r\n", Base64(Encoding.UTF8.GetBytes(calendar))));
    }

    private byte[] Forward(Encoding encoding, string charset, string[] phrases)
    {
        string inner = $"From: {text.Person().Address}\r\nSubject: {header.EncodedWords(text.Subject(phrases), encoding, charset)}\r\nDate: Tue, 3 Feb 2026 10:11:12 +0100\r\nMIME-Version: 1.0\r\n";
        return Multipart("mixed", Plain(encoding, charset, phrases, 100, 600),
            Part("Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n", [.. Encoding.ASCII.GetBytes(inner), .. Plain(encoding, charset, phrases, 300, 2000)]));
    }

    private byte[] Report(Encoding encoding, string charset, string[] phrases, string subject)
    {
        string address = text.Person().Address;
        return Multipart("report; report-type=delivery-status", Plain(encoding, charset, phrases, 100, 400),
            Part("Content-Type: message/delivery-status\r\n", Encoding.ASCII.GetBytes($"Reporting-MTA: dns;srv1.prod.outlook.test\r\n\r\nFinal-Recipient: rfc822;{address}\r\nAction: failed\r\nStatus: 5.1.10\r\n")),
            Part("Content-Type: text/rfc822-headers\r\n", Encoding.ASCII.GetBytes($"From: {address}\r\nSubject: {header.EncodedWords(subject, encoding, charset)}\r\n")));
    }

    private byte[] Attachment()
    {
        (string extension, string type) = text.Pick<(string, string)>(Files);

        // Most files are small and a few are not: 10 KB to 1 MB.
        byte[] content = text.Bytes((int)(10_240 * Math.Pow(100, Math.Pow(text.Random.NextDouble(), 5.5))));
        string name = text.Chance(0.3)
            ? $"filename*=utf-8''{Uri.EscapeDataString("Übersicht " + text.Word())}.{extension}"
            : $"filename=\"{text.Word()}-{text.Word()} {text.Number(2026)}.{extension}\"";
        return Part($"Content-Type: {type}; name=\"{text.Word()}.{extension}\"\r\nContent-Disposition: attachment; {name};\r\n size={content.Length.ToString(CultureInfo.InvariantCulture)}\r\nContent-Transfer-Encoding: base64\r\n", Base64(content));
    }

    private byte[] Text(string subtype, string content, Encoding encoding, string charset)
    {
        byte[] octets = encoding.GetBytes(content);
        bool isAscii = !octets.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)0x7F);
        string transfer = isAscii && charset != "utf-8" ? "7bit" : text.Pick("quoted-printable", "quoted-printable", "base64", "8bit");
        string flowed = subtype == "plain" && text.Chance(0.3) ? "; format=flowed" : "";
        return Part($"Content-Type: text/{subtype}; charset=\"{charset}\"{flowed}\r\nContent-Transfer-Encoding: {transfer}\r\n",
            transfer switch { "base64" => Base64(octets), "quoted-printable" => QuotedPrintable(octets), _ => octets });
    }

    private byte[] Multipart(string subtype, params byte[][] parts)
    {
        string boundary = $"_{text.Number(1000)}_{text.Hex(12)}_";
        using var output = new MemoryStream();
        output.Write(Encoding.ASCII.GetBytes($"Content-Type: multipart/{subtype};\r\n boundary=\"{boundary}\"\r\n\r\n"));
        foreach (byte[] part in parts)
        {
            output.Write(Encoding.ASCII.GetBytes($"--{boundary}\r\n"));
            output.Write(part);
            output.Write("\r\n"u8);
        }

        output.Write(Encoding.ASCII.GetBytes($"--{boundary}--\r\n"));
        return output.ToArray();
    }

    private static byte[] Part(string fields, byte[] content) => [.. Encoding.ASCII.GetBytes(fields + "\r\n"), .. content];

    private static byte[] Base64(byte[] content)
    {
        var lines = new StringBuilder(content.Length * 3 / 2);
        for (int at = 0; at < content.Length; at += LineOctets)
        {
            lines.Append(Convert.ToBase64String(content, at, Math.Min(LineOctets, content.Length - at))).Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(lines.ToString());
    }

    // RFC 2045 §6.7
    private static byte[] QuotedPrintable(byte[] content)
    {
        var output = new StringBuilder(content.Length * 2);
        int column = 0;
        for (int i = 0; i < content.Length; i++)
        {
            byte octet = content[i];
            if (octet == '\r' && i + 1 < content.Length && content[i + 1] == '\n')
            {
                output.Append("\r\n");
                column = 0;
                i++;
                continue;
            }

            bool endsLine = i + 1 == content.Length || content[i + 1] == '\r';
            string one = octet is > 32 and < 127 and not (byte)'=' || (octet == ' ' && !endsLine) ? ((char)octet).ToString() : string.Create(CultureInfo.InvariantCulture, $"={octet:X2}");
            if (column + one.Length > 75)
            {
                output.Append("=\r\n");
                column = 0;
            }

            output.Append(one);
            column += one.Length;
        }

        return Encoding.ASCII.GetBytes(output.ToString());
    }
}
