using System;
using System.IO;
using System.Linq;
using System.Text;
using OutlookMail.Mime;
using Xunit;

namespace OutlookMail.Tests.Mime;

public sealed class ContentTests
{
    private static readonly byte[] Hundred = Enumerable.Range(0, 100).Select(i => (byte)((i * 37) + 11)).ToArray();

    [Theory]
    [InlineData("SGVsbG8=", "Hello")]
    [InlineData("SGVs\nbG8=", "Hello")]
    [InlineData("SGVs bG8", "Hello")]
    [InlineData("S!G#V$s\nbG8=\n", "Hello")]
    [InlineData("SGU=bGxv", "Hello")]
    [InlineData("", "")]
    [InlineData("=", "")]
    [InlineData("S", "")]
    [InlineData("SG", "H")]
    public void Base64_is_read_whatever_stands_between(string encoded, string expected)
    {
        MimeMessage message = Sample.Read("Content-Transfer-Encoding: BASE64\n\n" + encoded);
        Assert.Equal(expected, message.TextBody);
    }

    [Theory]
    [InlineData("a=20b", "a b")]
    [InlineData("one=\ntwo", "onetwo")]
    [InlineData("one= \t\ntwo", "onetwo")]
    [InlineData("trailing  \nnext", "trailing\r\nnext")]
    [InlineData("bad=zz=4", "bad=zz=4")]
    [InlineData("=c3=bc", "ü")]
    [InlineData("end=", "end")]
    [InlineData("=\n=\n", "")]
    public void Quoted_printable_is_read_and_forgives(string encoded, string expected)
    {
        MimeMessage message = Sample.Read("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n" + encoded);
        Assert.Equal(expected, message.TextBody);
    }

    [Theory]
    [InlineData("base64")]
    [InlineData("quoted-printable")]
    [InlineData("x-uuencode")]
    public void Content_read_in_small_pieces_is_the_same_as_read_at_once(string encoding)
    {
        var random = new Random(7);
        byte[] data = new byte[30000];
        random.NextBytes(data);
        string body = encoding switch
        {
            "base64" => Convert.ToBase64String(data, Base64FormattingOptions.InsertLineBreaks).Replace("\r\n", "\n"),
            "x-uuencode" => Uuencode(data),
            _ => string.Concat(data.Select((b, i) => $"={b:X2}" + (i % 20 == 19 ? "=\n" : ""))),
        };
        MimeEntity part = Sample.Read($"Content-Type: application/x; name=x\nContent-Transfer-Encoding: {encoding}\n\n{body}\n").Body;
        byte[] whole = part.GetContent();
        Assert.Equal(data, encoding == "quoted-printable" ? whole[..data.Length] : whole);
        foreach (int size in new[] { 1, 3, 100, 4096, 70000 })
        {
            using Stream stream = part.OpenContent();
            var copy = new MemoryStream();
            byte[] buffer = new byte[size];
            int count;
            while ((count = stream.Read(buffer, 0, size)) > 0)
            {
                copy.Write(buffer, 0, count);
            }

            Assert.Equal(whole, copy.ToArray());
        }

        var copied = new MemoryStream();
        part.CopyContentTo(copied);
        Assert.Equal(whole, copied.ToArray());
    }

    [Fact]
    public void A_uuencoded_file_in_the_text_is_an_attachment()
    {
        // As Python's binascii writes it.
        MimeMessage message = Sample.Read("Subject: x\n\nbefore\nbegin 644 data file.bin\nM\"S!5>I_$Z0XS6'VBQ^P1-EN I<KO%#E>@ZC-\\A<\\88:KT/4:/V2)KM/X'4)G\nMC+'6^R!%:H^TV?XC2&V2M]P!)DMPE;K?!\"E.<YB]X@<L47:;P.4*+U1YGL/H\n*#3)7?*'&ZQ U6@  \n`\nend\nafter\n");
        MimeEntity file = Assert.Single(message.Attachments);
        Assert.Equal("data file.bin", file.FileName);
        Assert.Equal(Hundred, file.GetContent());
        Assert.Equal("before\r\nafter\r\n", message.TextBody);
    }

    [Fact]
    public void A_yenc_file_in_the_text_is_an_attachment()
    {
        var encoded = new StringBuilder();
        foreach (byte value in Hundred)
        {
            byte moved = (byte)(value + 42);
            encoded.Append(moved is 0 or 10 or 13 or (byte)'=' ? "=" + (char)(byte)(moved + 64) : ((char)moved).ToString());
        }

        byte[] bytes = Encoding.Latin1.GetBytes("Subject: x\r\n\r\nbefore\r\n=ybegin line=128 size=100 name=data.bin\r\n" + encoded + "\r\n=yend size=100\r\nafter\r\n");
        MimeMessage message = MimeMessage.Parse(bytes);
        MimeEntity file = Assert.Single(message.Attachments);
        Assert.Equal("data.bin", file.FileName);
        Assert.Equal(Hundred, file.GetContent());
        Assert.Equal("before\r\nafter\r\n", message.TextBody);
    }

    [Theory]
    [InlineData("one \ntwo\n", false, "one two\r\n")]
    [InlineData("one \ntwo\n", true, "onetwo\r\n")]
    [InlineData("> quoted \n> more\nplain\n", false, "> quoted more\r\nplain\r\n")]
    [InlineData("> a \n>> b\n", false, "> a \r\n>> b\r\n")]
    [InlineData(" stuffed\n >not a quote\n", false, "stuffed\r\n>not a quote\r\n")]
    [InlineData("text \n-- \nsignature\n", false, "text \r\n-- \r\nsignature\r\n")]
    public void Flowed_text_is_joined_to_paragraphs(string text, bool deletesSpace, string expected)
    {
        MimeMessage message = Sample.Read($"Content-Type: text/plain; format=flowed{(deletesSpace ? "; delsp=yes" : "")}\n\n{text}");
        Assert.Equal(expected, message.TextBody);
    }

    private static string Uuencode(byte[] data)
    {
        var text = new StringBuilder("begin 644 x\n");
        for (int at = 0; at < data.Length; at += 45)
        {
            int count = Math.Min(45, data.Length - at);
            text.Append((char)(count + 32));
            for (int i = at; i < at + count; i += 3)
            {
                int bits = (data[i] << 16) | ((i + 1 < data.Length ? data[i + 1] : 0) << 8) | (i + 2 < data.Length ? data[i + 2] : 0);
                foreach (int shift in new[] { 18, 12, 6, 0 })
                {
                    int six = (bits >> shift) & 63;
                    text.Append(six == 0 ? '`' : (char)(six + 32));
                }
            }

            text.Append('\n');
        }

        return text.Append("`\nend\n").ToString();
    }
}
