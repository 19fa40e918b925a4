using System;

namespace OutlookMail.Mime;

/// <summary>Walks `value; name=value; name="value"` of RFC 2045 §5.1 over the raw octets of a field, comments and folds
/// included. Tolerant: unquoted values may hold anything but a semicolon and line ends.</summary>
internal ref struct ParameterScanner
{
    private ReadOnlySpan<byte> rest;

    public ParameterScanner(ReadOnlySpan<byte> field)
    {
        rest = field;
        Name = Value = default;
        IsQuoted = false;
        SkipBlanks();
        Head = TakeUntilSemicolon();
    }

    /// <summary>What stands before the first semicolon, e.g. text/plain.</summary>
    public ReadOnlySpan<byte> Head { get; }

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Without the quotes; quoted pairs and folds are still in it.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public bool IsQuoted { get; private set; }

    public bool MoveNext()
    {
        while (true)
        {
            SkipSeparators();
            if (rest.IsEmpty)
            {
                return false;
            }

            int nameEnd = rest.IndexOfAny((byte)'=', (byte)';');
            if (nameEnd < 0)
            {
                rest = default;
                return false;
            }

            if (rest[nameEnd] == (byte)';')
            {
                rest = rest.Slice(nameEnd);
                continue;
            }

            Name = TrimBlanks(rest.Slice(0, nameEnd));
            rest = rest.Slice(nameEnd + 1);
            SkipBlanks();
            IsQuoted = !rest.IsEmpty && rest[0] == (byte)'"';
            Value = IsQuoted ? TakeQuoted() : TakeUntilSemicolon();
            return true;
        }
    }

    public static ReadOnlySpan<byte> TrimBlanks(ReadOnlySpan<byte> span)
    {
        int start = 0;
        while (start < span.Length && IsBlank(span[start]))
        {
            start++;
        }

        int end = span.Length;
        while (end > start && IsBlank(span[end - 1]))
        {
            end--;
        }

        return span.Slice(start, end - start);
    }

    private ReadOnlySpan<byte> TakeUntilSemicolon()
    {
        int length = 0;
        while (true)
        {
            int stop = rest.Slice(length).IndexOfAny((byte)';', (byte)'(');
            length = stop < 0 ? rest.Length : length + stop;

            // A comment follows a blank; otherwise the parenthesis is part of an unquoted value: name=report(1).pdf
            if (length == 0 || length == rest.Length || rest[length] == (byte)';' || IsBlank(rest[length - 1]))
            {
                break;
            }

            length++;
        }

        ReadOnlySpan<byte> taken = rest.Slice(0, length);
        rest = rest.Slice(length);
        if (!rest.IsEmpty && rest[0] == (byte)'(')
        {
            SkipBlanks();
            int semicolon = rest.IndexOf((byte)';');
            rest = semicolon < 0 ? default : rest.Slice(semicolon);
        }

        return TrimBlanks(taken);
    }

    private ReadOnlySpan<byte> TakeQuoted()
    {
        rest = rest.Slice(1);
        int at = 0;
        while (true)
        {
            int stop = rest.Slice(at).IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0)
            {
                // No closing quote: the rest is the value.
                ReadOnlySpan<byte> open = TrimBlanks(rest);
                rest = default;
                return open;
            }

            at += stop;
            if (rest[at] == (byte)'"')
            {
                break;
            }

            at = Math.Min(at + 2, rest.Length);
        }

        ReadOnlySpan<byte> value = rest.Slice(0, at);
        rest = rest.Slice(at + 1);
        int stopped = rest.IndexOfAny((byte)';', (byte)'=');
        if (stopped < 0)
        {
            rest = default;
        }
        else if (rest[stopped] == (byte)';')
        {
            // `a="b" c="d"` falls through: there the semicolon between them was forgotten.
            rest = rest.Slice(stopped);
        }

        return value;
    }

    private void SkipSeparators()
    {
        while (true)
        {
            SkipBlanks();
            if (rest.IsEmpty || rest[0] != (byte)';')
            {
                return;
            }

            rest = rest.Slice(1);
        }
    }

    private void SkipBlanks()
    {
        int at = 0;
        while (at < rest.Length)
        {
            if (IsBlank(rest[at]))
            {
                at++;
            }
            else if (rest[at] == (byte)'(')
            {
                at += CommentLength(rest.Slice(at));
            }
            else
            {
                break;
            }
        }

        rest = rest.Slice(at);
    }

    /// <summary>Octets of the comment at the start of the span, nested ones counted; the whole span if it never closes.</summary>
    private static int CommentLength(ReadOnlySpan<byte> span)
    {
        int depth = 0;
        for (int i = 0; i < span.Length; i++)
        {
            switch (span[i])
            {
                case (byte)'(':
                    depth++;
                    break;
                case (byte)')' when --depth == 0:
                    return i + 1;
                case (byte)'\\':
                    i++;
                    break;
            }
        }

        return span.Length;
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
