using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using OutlookMail.Imap.Grammar;
using OutlookMail.Mime;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Structure;

/// <summary>The part of a message between the brackets of <c>BODY[…]&lt;…&gt;</c>, RFC 9051 §6.4.5.1.</summary>
internal sealed class BodySection
{
    private string kind = "BODY";
    private uint[] path = [];
    private string specifier = "";
    private List<string> fields = [];
    private uint offset;
    private uint? count;

    /// <summary>The name as the response repeats it: upper case, the partial's origin only.</summary>
    public string ResponseName { get; private set; } = "";

    /// <summary>Asks for the part without its transfer encoding (RFC 3516).</summary>
    public bool IsDecoded => kind != "BODY";

    /// <summary>Asks only for the length of the decoded part.</summary>
    public bool IsSize => kind == "BINARY.SIZE";

    /// <summary>Reads from the bracket on.</summary>
    /// <param name="kind">BODY, BINARY or BINARY.SIZE.</param>
    public static BodySection Read(ref ImapDecoder reader, string kind)
    {
        var section = new BodySection { kind = kind };
        var numbers = new List<uint>();
        reader.ExpectChar('[', "section");
        while (reader.TryNumber(out uint number))
        {
            numbers.Add(number);
            if (!reader.TryChar('.'))
            {
                break;
            }
        }

        section.path = [.. numbers];
        if (reader.TryAtomBefore((byte)']', (byte)']', out ReadOnlySpan<byte> specifier))
        {
            section.specifier = Encoding.ASCII.GetString(specifier).ToUpperInvariant();
        }

        if (section.specifier is "HEADER.FIELDS" or "HEADER.FIELDS.NOT")
        {
            reader.ExpectSpace("section");
            reader.ExpectChar('(', "header-list");
            do
            {
                section.fields.Add(reader.ExpectAString("header-fld-name"));
            }
            while (reader.TrySpace());
            reader.ExpectChar(')', "header-list");
        }
        else if (section.IsDecoded && section.specifier.Length > 0)
        {
            throw ImapCommandException.Arguments();
        }
        else if (section.specifier is not ("" or "HEADER" or "TEXT" or "MIME") || (section.specifier == "MIME" && numbers.Count == 0))
        {
            throw ImapCommandException.Arguments();
        }

        reader.ExpectChar(']', "section");
        if (reader.TryChar('<'))
        {
            section.offset = reader.ExpectNumber("partial");
            reader.ExpectChar('.', "partial");
            section.count = reader.ExpectNumber("partial");
            reader.ExpectChar('>', "partial");
        }

        section.Name();
        return section;
    }

    /// <summary>Everything, HEADER or TEXT, for BODY[] and the RFC822 items.</summary>
    public static BodySection Of(string specifier, string responseName) => new() { specifier = specifier, ResponseName = responseName };

    /// <returns>Null when the message has no such part (NIL).</returns>
    public ReadOnlyMemory<byte>? Cut(SandboxMessage message)
    {
        ReadOnlyMemory<byte>? whole = path.Length == 0 && specifier.Length == 0 ? message.Bytes : Find(MessagePart.Of(message.Bytes));
        if (whole is not ReadOnlyMemory<byte> octets || count is not uint most)
        {
            return whole;
        }

        // RFC 9051 §6.4.5.1: an origin behind the end gives an empty string.
        int from = (int)Math.Min(offset, (uint)octets.Length);
        return octets.Slice(from, (int)Math.Min(most, (uint)(octets.Length - from)));
    }

    private ReadOnlyMemory<byte>? Find(MessagePart message)
    {
        if (message.Find(path) is not MessagePart part)
        {
            return null;
        }

        // HEADER and TEXT below the top are those of the message inside.
        MessagePart? inner = path.Length == 0 ? part : part.Nested;
        return specifier switch
        {
            "" => IsDecoded ? Decoded(part) : part.Body,
            "MIME" => part.Header,
            "TEXT" => inner?.Body,
            "HEADER" => inner?.Header,
            _ => inner is null ? null : Select(inner),
        };
    }

    private static ReadOnlyMemory<byte> Decoded(MessagePart part)
    {
        if (part.Children.Count > 0 || part.Nested is not null)
        {
            return part.Body;
        }

        string encoding = part.Entity.Headers.Get("Content-Transfer-Encoding")?.Trim().ToUpperInvariant() ?? "7BIT";
        return encoding is "7BIT" or "8BIT" or "BINARY" or "BASE64" or "QUOTED-PRINTABLE"
            ? part.Entity.GetContent()
            : throw ImapCommandException.No("[UNKNOWN-CTE] The part's transfer encoding is not known.");
    }

    private ReadOnlyMemory<byte> Select(MessagePart message)
    {
        bool isNot = specifier == "HEADER.FIELDS.NOT";
        var output = new MemoryStream();
        foreach (MimeHeader header in message.Entity.Headers)
        {
            if (fields.Exists(f => f.Equals(header.Name, StringComparison.OrdinalIgnoreCase)) != isNot)
            {
                output.Write(header.OriginalBytes.Span);
            }
        }

        output.Write("\r\n"u8);
        return output.ToArray();
    }

    private void Name()
    {
        var encoder = new ImapEncoder(LiteralStyle.FromServer);
        encoder.Raw(kind).Raw("["u8).Raw(string.Join('.', path)).Raw(path.Length > 0 && specifier.Length > 0 ? "." : "").Raw(specifier);
        if (fields.Count > 0)
        {
            encoder.Raw(" ("u8);
            for (int i = 0; i < fields.Count; i++)
            {
                encoder.Raw(i == 0 ? "" : " ").AString(fields[i]);
            }

            encoder.Raw(")"u8);
        }

        encoder.Raw("]"u8);
        if (count is not null)
        {
            encoder.Raw("<"u8).Number(offset).Raw(">"u8);
        }

        ResponseName = Encoding.UTF8.GetString(encoder.Written.Span);
    }
}
