using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace OutlookMail.Mime;

/// <summary>Reads mbox files message by message; only one is in memory at a time. The empty line before each From line
/// belongs to the format and not to the message.</summary>
public static class MboxReader
{
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file does not begin with a From line, or a message is longer than 2 GB.</exception>
    public static IEnumerable<MboxEntry> Read(Stream stream, MboxVariant variant = MboxVariant.Any)
    {
        MboxLines lines = new(stream);
        if (!lines.MoveNext())
        {
            yield break;
        }

        while (IsBlank(lines.Current))
        {
            if (!lines.MoveNext())
            {
                yield break;
            }
        }

        if (!lines.IsFromLine)
        {
            throw new InvalidDataException("The file does not begin with a From line: it is no mbox file.");
        }

        bool hasMore = true;
        while (hasMore)
        {
            string from = Charsets.Latin1.GetString(lines.Current.Array!, lines.Current.Offset, lines.Current.Count).Substring(5).TrimEnd('\r', '\n');
            long offset = lines.Offset;
            MemoryStream message = new();
            hasMore = ReadHeader(lines, message, out long length);
            if (hasMore)
            {
                hasMore = ReadBody(lines, message, length, variant);
            }

            yield return new MboxEntry(message.ToArray(), from, offset);
        }
    }

    /// <summary>False at the end of the file. Current is the first line of the body or the next From line.</summary>
    private static bool ReadHeader(MboxLines lines, MemoryStream message, out long length)
    {
        length = -1;
        while (lines.MoveNext())
        {
            ArraySegment<byte> line = lines.Current;
            if (lines.IsFromLine)
            {
                return true;
            }

            Append(message, line, 0);
            ReadOnlySpan<byte> text = line;
            if (Ascii.StartsWithLower(text, "content-length:"u8)
                && long.TryParse(Charsets.Latin1.Text(text.Slice(15)).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long value))
            {
                length = value;
            }

            if (IsBlank(line))
            {
                return lines.MoveNext();
            }
        }

        return false;
    }

    private static bool ReadBody(MboxLines lines, MemoryStream message, long length, MboxVariant variant)
    {
        bool counts = length >= 0 && variant is MboxVariant.Any or MboxVariant.MboxCl or MboxVariant.MboxCl2
            && lines.EndsAtFromLine(length);
        long remaining = length;
        int bodyStart = (int)message.Length;
        bool lastWasBlank = true;
        int blankLength = 0;
        do
        {
            ArraySegment<byte> line = lines.Current;
            if (lines.IsFromLine && (counts ? remaining <= 0 : lastWasBlank))
            {
                EndMessage(message, counts ? 0 : blankLength, bodyStart);
                return true;
            }

            if (counts && remaining <= 0)
            {
                // Past the counted body only the empty line before the next From line may stand.
                continue;
            }

            remaining -= line.Count;
            lastWasBlank = IsBlank(line);
            blankLength = lastWasBlank ? line.Count : 0;
            Append(message, line, lines.IsContinued || variant == MboxVariant.MboxCl2 || (variant == MboxVariant.Any && counts) ? 0 : Quotes(line, variant));
        }
        while (lines.MoveNext());

        EndMessage(message, counts ? 0 : blankLength, bodyStart);
        return false;
    }

    private static void EndMessage(MemoryStream message, int blankLength, int bodyStart)
    {
        if (message.Length - blankLength >= bodyStart)
        {
            message.SetLength(message.Length - blankLength);
        }
    }

    private static void Append(MemoryStream message, ArraySegment<byte> line, int skip)
    {
        if (message.Length + line.Count > MimeLimits.MaxMessageLength)
        {
            throw new InvalidDataException("A message is longer than 2 GB.");
        }

        message.Write(line.Array!, line.Offset + skip, line.Count - skip);
    }

    /// <summary>Octets of quoting at the start of the line: one "&gt;" or none.</summary>
    private static int Quotes(ReadOnlySpan<byte> line, MboxVariant variant)
    {
        int marks = 0;
        while (marks < line.Length && line[marks] == (byte)'>')
        {
            marks++;
        }

        bool isQuoted = marks > 0 && line.Slice(marks).StartsWith("From "u8);
        return isQuoted && (marks == 1 || variant is MboxVariant.MboxRd or MboxVariant.Any) ? 1 : 0;
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) =>
        line.Length == 1 ? line[0] == (byte)'\n' : line.Length == 2 && line[0] == (byte)'\r' && line[1] == (byte)'\n';
}
