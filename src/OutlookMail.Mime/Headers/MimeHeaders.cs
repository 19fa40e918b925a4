using System;
using System.Collections;
using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>The header fields of a message or part, in their order (RFC 5322 §2.2, RFC 2045 §3).</summary>
public sealed class MimeHeaders : IReadOnlyList<MimeHeader>
{
    private readonly MessageContext context;
    private readonly HeaderField[] fields;

    internal MimeHeaders(MessageContext context, HeaderField[] fields)
    {
        this.context = context;
        this.fields = fields;
    }

    public int Count => fields.Length;

    internal ReadOnlyMemory<byte> Bytes => context.Bytes;

    /// <summary>The charset of the text part, in which careless senders also write their headers.</summary>
    internal string? FallbackCharset { get; set; }

    public MimeHeader this[int index] => new(this, fields[index]);

    /// <summary>The first field of this name, decoded; null when there is none. Names compare without case.</summary>
    public string? Get(string name) => Find(name)?.Value;

    /// <summary>The first field of this name; null when there is none.</summary>
    public MimeHeader? Find(string name)
    {
        int index = IndexOf(name, 0);
        return index < 0 ? null : this[index];
    }

    /// <summary>Every field of this name.</summary>
    public IEnumerable<MimeHeader> All(string name)
    {
        for (int index = IndexOf(name, 0); index >= 0; index = IndexOf(name, index + 1))
        {
            yield return this[index];
        }
    }

    public bool Contains(string name) => IndexOf(name, 0) >= 0;

    public IEnumerator<MimeHeader> GetEnumerator()
    {
        for (int i = 0; i < fields.Length; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal string NameOf(HeaderField field) =>
        FieldNames.Intern(context.Bytes.Span.Slice(field.Start, field.NameLength));

    internal static MimeHeaders Read(MessageContext context, int start, int end)
    {
        ReadOnlySpan<byte> section = context.Bytes.Span.Slice(0, end);
        FieldScanner scanner = new(section, start);
        HeaderField[] found = new HeaderField[16];
        int count = 0;
        while (scanner.MoveNext())
        {
            if (count == found.Length)
            {
                Array.Resize(ref found, count * 2);
            }

            found[count++] = new HeaderField(scanner.Start, scanner.NameEnd - scanner.Start, scanner.ValueStart, scanner.End);
            if (scanner.Stray)
            {
                context.Report(scanner.Start, "line in the header that is no field", "RFC 5322 §2.2");
            }
        }

        Array.Resize(ref found, count);
        return new MimeHeaders(context, found);
    }

    private int IndexOf(string name, int from)
    {
        ReadOnlySpan<byte> bytes = context.Bytes.Span;
        for (int i = from; i < fields.Length; i++)
        {
            HeaderField field = fields[i];
            if (field.NameLength == name.Length && Ascii.EqualsIgnoreCase(bytes.Slice(field.Start, field.NameLength), name))
            {
                return i;
            }
        }

        return -1;
    }
}
