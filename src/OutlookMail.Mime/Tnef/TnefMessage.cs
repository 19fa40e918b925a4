using System;
using System.Collections.Generic;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>What Outlook packed into winmail.dat (MS-OXTNEF): the message's body in its forms, and its files.</summary>
public sealed class TnefMessage
{
    // attMessageClass, attSubject … by MS-OXTNEF §2.1.3.2; the upper half of a tag is its type.
    private const ushort AttachRendData = 0x9002;
    private const ushort MapiProps = 0x9003;
    private const ushort AttachmentProps = 0x9005;
    private const ushort OemCodepage = 0x9007;
    private const ushort MessageClassTag = 0x8008;
    private const ushort SubjectTag = 0x8004;
    private const ushort BodyTag = 0x800C;
    private const ushort AttachTitle = 0x8010;
    private const ushort AttachData = 0x800F;

    private readonly List<MimeEntity> attachments = new();
    private Encoding charset = Charsets.Western;
    private TnefFile? file;

    private TnefMessage()
    {
    }

    public string? Subject { get; private set; }

    /// <summary>E.g. IPM.Note.</summary>
    public string? MessageClass { get; private set; }

    public string? Text { get; private set; }

    public string? Html { get; private set; }

    public IReadOnlyList<MimeEntity> Attachments => attachments;

    /// <summary>False when the data ends early or contradicts itself; what was read up to there is here.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Null when the octets are no TNEF at all. Never throws.</summary>
    public static TnefMessage? Read(ReadOnlySpan<byte> bytes)
    {
        TnefScanner scanner = new(bytes);
        if (!scanner.IsTnef)
        {
            return null;
        }

        TnefMessage message = new();
        while (scanner.MoveNext())
        {
            message.Take(scanner.Tag, scanner.Value);
        }

        message.EndFile();
        message.IsComplete = scanner.IsWhole;
        return message;
    }

    private void Take(ushort tag, ReadOnlySpan<byte> value)
    {
        switch (tag)
        {
            case OemCodepage when value.Length >= 4:
                charset = Charsets.Find("cp" + (value[0] | (value[1] << 8)).ToString(System.Globalization.CultureInfo.InvariantCulture)) ?? charset;
                break;
            case MessageClassTag:
                MessageClass = Ansi(value);
                break;
            case SubjectTag:
                Subject ??= Ansi(value);
                break;
            case BodyTag:
                Text ??= Ansi(value);
                break;
            case MapiProps:
                TakeProperties(value);
                break;
            case AttachRendData:
                EndFile();
                file = new TnefFile();
                break;
            case AttachTitle when file != null:
                file.Name ??= Ansi(value);
                break;
            case AttachData when file != null:
                file.Content = value.ToArray();
                break;
            case AttachmentProps when file != null:
                file.Take(value, charset);
                break;
        }
    }

    private void TakeProperties(ReadOnlySpan<byte> value)
    {
        byte[]? html = null;
        byte[]? rtf = null;
        int codePage = 0;
        MapiProperties properties = new(value);
        while (properties.MoveNext())
        {
            switch (properties.Id)
            {
                case MapiProperties.Subject:
                    Subject = properties.Text(charset) ?? Subject;
                    break;
                case MapiProperties.MessageClass:
                    MessageClass = properties.Text(charset) ?? MessageClass;
                    break;
                case MapiProperties.Body:
                    Text = properties.Text(charset) ?? Text;
                    break;
                case MapiProperties.InternetCodePage:
                    codePage = properties.Number;
                    break;
                case MapiProperties.BodyHtml:
                    html = properties.Value.ToArray();
                    Html = properties.IsText ? properties.Text(charset) : Html;
                    break;
                case MapiProperties.RtfCompressed:
                    rtf = CompressedRtf.Decompress(properties.Value);
                    break;
            }
        }

        if (html != null && Html == null)
        {
            string? declared = codePage > 0 ? "cp" + codePage.ToString(System.Globalization.CultureInfo.InvariantCulture) : HtmlCharset.Find(html);
            Html = TextDecoding.Decode(html, codePage == 65001 ? "utf-8" : declared, out _).TrimEnd('\0');
        }

        if (rtf != null && Html == null)
        {
            string body = RtfText.Read(rtf, out bool isHtml);
            Html = isHtml ? body : null;
            Text = isHtml || Text != null ? Text : body;
        }
    }

    private void EndFile()
    {
        if (file?.ToPart() is MimeEntity part)
        {
            attachments.Add(part);
        }

        file = null;
    }

    private string Ansi(ReadOnlySpan<byte> value)
    {
        int end = value.IndexOf((byte)0);
        return charset.Text(end < 0 ? value : value.Slice(0, end));
    }
}
