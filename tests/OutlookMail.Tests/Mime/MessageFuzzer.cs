using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using OutlookMail.Mime;

namespace OutlookMail.Tests.Mime;

/// <summary>Changes messages at random, the same way again from the same seed, and reads everything of them.</summary>
internal sealed class MessageFuzzer
{
    private static readonly string[] Pieces =
    {
        "\r\n", "\n", "\r", "\0", "--", "--a", "--a--\r\n", "\r\n\r\n", " ", "\t", "(", ")", "\"", "\\", "<", ">", ",", ";", ":", "=", "?", "=?utf-8?B?", "=?utf-8?Q?", "?=", "=?iso-2022-jp?B?GyRC?=",
        "Content-Type: multipart/mixed; boundary=a\r\n", "Content-Type: message/rfc822\r\n\r\n", "Content-Type: multipart/digest; boundary=\"\"\r\n", "Content-Transfer-Encoding: base64\r\n",
        "Content-Transfer-Encoding: quoted-printable\r\n", "Content-Type: text/plain; charset=utf-7; format=flowed\r\n", "Content-Type: text/html\r\n\r\n<p><b>", "begin 644 x\r\n", "\r\nend\r\n",
        "=ybegin line=128 size=1 name=x\r\n", "=yend", "*0*=", "*1=", "filename*=utf-8''%", "From ", "Group: a@b, c;", "\x78\x9F\x3E\x22", "\xFF\xFE", "\xEF\xBB\xBF", "=", "=\r\n", "====", "A", "\xC3", "+AGE-", "\x1B$B",
    };

    private readonly Random random;
    private readonly IReadOnlyList<byte[]> samples;

    public MessageFuzzer(int seed, IReadOnlyList<byte[]> samples)
    {
        random = new Random(seed);
        this.samples = samples;
    }

    public byte[] Next()
    {
        List<byte> message = new(samples[random.Next(samples.Count)]);
        int changes = 1 + random.Next(8);
        for (int i = 0; i < changes; i++)
        {
            Change(message);
        }

        return message.ToArray();
    }

    /// <summary>Reads all there is to read; throws when that breaks a promise of the reader.</summary>
    public static void ReadAll(byte[] bytes)
    {
        using MimeMessage message = MimeMessage.Parse(bytes);
        if (!message.OriginalBytes.Span.SequenceEqual(bytes))
        {
            throw new InvalidDataException("The message's octets are not its own.");
        }

        ReadMessage(message, 0);
    }

    private static void ReadMessage(MimeMessage message, int level)
    {
        foreach (MimeHeader header in message.Headers)
        {
            if (header.Value.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
            {
                throw new InvalidDataException("A header value holds a line end or NUL.");
            }

            _ = header.Name;
        }

        _ = message.From.Concat(message.To).Concat(message.Cc).Concat(message.Bcc).Concat(message.ReplyTo).Select(a => a.ToString() + a.IsValid).ToList();
        _ = (message.Subject, message.Date, message.MessageId, message.InReplyTo, message.References.Count, message.Sender);
        _ = (message.GetText(), message.HtmlBody, message.Attachments.Count, message.InlineImages.Count, message.List?.Id, message.Calendar);
        _ = message.AuthenticationResults.SelectMany(r => r.Results).Count();
        _ = (DeliveryReport.Read(message)?.Recipients.Count, DispositionReport.Read(message)?.Disposition, ThreadIndex.Parse(message.Headers.Get("Thread-Index")));
        _ = MessageThreads.Build(new[] { ThreadItem.Of(message), ThreadItem.Of(message) }).Count;
        ReadPart(message.Body, level);
        foreach (MimeEntity file in message.Attachments.Concat(message.InlineImages))
        {
            _ = file.GetContent();
        }

        _ = message.Defects.Select(d => d.ToString()).ToList();
    }

    private static void ReadPart(MimeEntity part, int level)
    {
        _ = (part.MediaType, part.Charset, part.FileName, part.ContentId, part.IsAttachment, part.IsInline, part.Description, part.ToString());
        part.CopyContentTo(Stream.Null);
        _ = part.GetText();
        long end = part.Offset + part.OriginalBytes.Length;
        long at = part.Offset;
        foreach (MimeEntity child in part.Children)
        {
            if (child.Offset < at || child.Offset + child.OriginalBytes.Length > end)
            {
                throw new InvalidDataException("A part lies outside the one it is in.");
            }

            at = child.Offset + child.OriginalBytes.Length;
            ReadPart(child, level);
        }

        if (level < 4 && part.GetNestedMessage() is MimeMessage nested)
        {
            ReadMessage(nested, level + 1);
        }
    }

    private void Change(List<byte> message)
    {
        int at = random.Next(message.Count + 1);
        int length = Math.Min(1 + random.Next(random.Next(4) == 0 ? 400 : 20), message.Count - at);
        switch (random.Next(8))
        {
            case 0 when at < message.Count:
                message[at] = (byte)random.Next(256);
                break;
            case 1 when at < message.Count:
                message[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                message.RemoveRange(at, length);
                break;
            case 3 when message.Count < 100_000:
                message.InsertRange(random.Next(message.Count + 1), message.GetRange(at, length));
                break;
            case 4:
                byte[] other = samples[random.Next(samples.Count)];
                int from = random.Next(other.Length + 1);
                message.InsertRange(at, other.Skip(from).Take(random.Next(300)));
                break;
            case 5 when random.Next(4) == 0:
                message.RemoveRange(at, message.Count - at);
                break;
            default:
                message.InsertRange(at, Encoding.Latin1.GetBytes(Pieces[random.Next(Pieces.Length)]));
                break;
        }
    }
}
