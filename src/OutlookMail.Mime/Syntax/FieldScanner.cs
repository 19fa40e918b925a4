using System;

namespace OutlookMail.Mime;

/// <summary>Walks the header fields of one header section. Finds where fields begin and end; interprets nothing.
/// RFC 5322 §2.2, with the obsolete forms of §4 and the damage that real mail shows.</summary>
internal ref struct FieldScanner
{
    private readonly ReadOnlySpan<byte> bytes;
    private int next;
    private int strayUntil;

    public FieldScanner(ReadOnlySpan<byte> bytes, int start)
    {
        this.bytes = bytes;
        next = start;
        strayUntil = -1;
        Start = NameEnd = ValueStart = End = start;
        BodyStart = -1;
        Stray = false;
        BlankLineMissing = false;
    }

    /// <summary>First octet of the field's name.</summary>
    public int Start { get; private set; }

    /// <summary>One past the name, before any blank and the colon; equal to Start for a stray line.</summary>
    public int NameEnd { get; private set; }

    /// <summary>One past the colon.</summary>
    public int ValueStart { get; private set; }

    /// <summary>One past the field's last line end.</summary>
    public int End { get; private set; }

    /// <summary>A line that is no field, between fields: often a fold whose blank was lost.</summary>
    public bool Stray { get; private set; }

    /// <summary>Where the body begins, once MoveNext has answered false.</summary>
    public int BodyStart { get; private set; }

    /// <summary>The section ended without its empty line.</summary>
    public bool BlankLineMissing { get; private set; }

    /// <summary>Where the next line begins: what a caller looks at before MoveNext to end the section itself.</summary>
    public int Next => next;

    public void EndHere()
    {
        BodyStart = next;
        BlankLineMissing = true;
    }

    public bool MoveNext()
    {
        if (BodyStart >= 0)
        {
            return false;
        }

        int start = next;
        ReadOnlySpan<byte> rest = bytes.Slice(start);
        if (rest.IsEmpty)
        {
            EndHere();
            BlankLineMissing = false;
            return false;
        }

        if (rest[0] == (byte)'\n')
        {
            BodyStart = start + 1;
            return false;
        }

        if (rest[0] == (byte)'\r' && rest.Length > 1 && rest[1] == (byte)'\n')
        {
            BodyStart = start + 2;
            return false;
        }

        int name = NameLength(rest, out int colon);
        Start = start;
        Stray = name == 0;
        if (Stray && start >= strayUntil && !IsStrayLine(start))
        {
            EndHere();
            return false;
        }

        NameEnd = start + name;
        ValueStart = Stray ? start : start + colon + 1;
        End = next = FieldEnd(ValueStart);
        return true;
    }

    /// <summary>Octets of the field name at the start of a line and the place of its colon; 0 when the line is no field.</summary>
    private static int NameLength(ReadOnlySpan<byte> line, out int colon)
    {
        // Printable ASCII without the colon (RFC 5322 §2.2); blanks may stand before the colon (§4.5).
        int name = 0;
        while (name < line.Length && line[name] is > 32 and < 127 and not (byte)':')
        {
            name++;
        }

        colon = name;
        while (colon < line.Length && line[colon] is (byte)' ' or (byte)'\t')
        {
            colon++;
        }

        return colon < line.Length && line[colon] == (byte)':' ? name : 0;
    }

    private int FieldEnd(int from)
    {
        while (true)
        {
            int lineEnd = bytes.Slice(from).IndexOf((byte)'\n');
            if (lineEnd < 0)
            {
                return bytes.Length;
            }

            from += lineEnd + 1;
            if (from >= bytes.Length || bytes[from] is not ((byte)' ' or (byte)'\t'))
            {
                return from;
            }
        }
    }

    /// <summary>A line that is no field ends the header section, unless a well-known field follows before the next empty line.</summary>
    private bool IsStrayLine(int start)
    {
        ReadOnlySpan<byte> line = bytes.Slice(start);
        if (IsMailboxLine(line))
        {
            return true;
        }

        int at = start;
        while (true)
        {
            int lineEnd = bytes.Slice(at).IndexOf((byte)'\n');
            if (lineEnd < 0)
            {
                return false;
            }

            at += lineEnd + 1;
            line = bytes.Slice(at);
            if (line.IsEmpty || line[0] is (byte)'\n' or (byte)'\r')
            {
                return false;
            }

            int name = NameLength(line, out _);
            if (name > 0 && KnownFields.IsCommon(line.Slice(0, name)))
            {
                // Remembered, so that many stray lines in a row cost one look ahead together.
                strayUntil = at;
                return true;
            }
        }
    }

    private static bool IsMailboxLine(ReadOnlySpan<byte> line) =>
        line.StartsWith("From "u8) || line.StartsWith(">From "u8);
}
