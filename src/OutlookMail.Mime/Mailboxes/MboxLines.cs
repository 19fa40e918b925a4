using System;
using System.IO;

namespace OutlookMail.Mime;

/// <summary>Lines of a stream, their ends included; a line longer than the buffer comes in pieces.</summary>
internal sealed class MboxLines
{
    private readonly Stream stream;
    private byte[] buffer = new byte[128 * 1024];
    private int start;
    private int end;
    private bool isAtEnd;
    private bool insideLine;

    public MboxLines(Stream stream) => this.stream = stream;

    public ArraySegment<byte> Current { get; private set; }

    /// <summary>Octets from the start of the stream to the current line.</summary>
    public long Offset { get; private set; }

    /// <summary>The current piece does not begin its line.</summary>
    public bool IsContinued { get; private set; }

    public bool IsFromLine => !IsContinued && Current.AsSpan().StartsWith("From "u8);

    public bool MoveNext()
    {
        Offset += Current.Count;
        start += Current.Count;
        bool continues = insideLine;
        while (true)
        {
            int found = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (found >= 0 || isAtEnd || end - start >= buffer.Length / 2)
            {
                int length = found >= 0 ? found + 1 : end - start;
                Current = new ArraySegment<byte>(buffer, start, length);
                insideLine = found < 0;
                IsContinued = continues;
                return length > 0;
            }

            Fill();
        }
    }

    /// <summary>Whether a From line, or the end, stands this many octets after the current line's start, one empty line between.</summary>
    public bool EndsAtFromLine(long distance)
    {
        if (!stream.CanSeek)
        {
            return false;
        }

        long position = stream.Position;
        long target = position - (end - start) + distance;
        if (target < 0 || target > stream.Length)
        {
            return false;
        }

        byte[] peek = new byte[7];
        stream.Position = target;
        int count = 0;
        int read;
        while (count < peek.Length && (read = stream.Read(peek, count, peek.Length - count)) > 0)
        {
            count += read;
        }

        stream.Position = position;
        ReadOnlySpan<byte> rest = peek.AsSpan(0, count);
        rest = rest.StartsWith("\r\n"u8) ? rest.Slice(2) : rest.StartsWith("\n"u8) ? rest.Slice(1) : rest;
        return rest.IsEmpty || rest.StartsWith("From "u8);
    }

    private void Fill()
    {
        if (start > 0)
        {
            Buffer.BlockCopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }

        int count = stream.Read(buffer, end, buffer.Length - end);
        isAtEnd = count == 0;
        end += count;
    }
}
