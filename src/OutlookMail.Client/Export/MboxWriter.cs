using System;
using System.IO;
using System.Text;

namespace OutlookMail.Client;

/// <summary>Writes one message as an mboxrd entry: CRLF becomes LF, and a line of any number of &gt; before "From " gets one more.</summary>
internal sealed class MboxWriter
{
    private const int BufferSize = 64 * 1024;

    private static readonly byte[] Mark = Encoding.ASCII.GetBytes("From ");
    private static readonly byte[] Quote = { (byte)'>' };
    private static readonly byte[] LineFeed = { (byte)'\n' };

    private readonly Action<byte[], int, int> write;
    private bool endsInLineFeed;

    public MboxWriter(Action<byte[], int, int> write) => this.write = write;

    /// <param name="fromLine">Without its line end.</param>
    /// <param name="status">Header lines that stand before the message's own.</param>
    public void Begin(string fromLine, string status)
    {
        var head = Encoding.ASCII.GetBytes(fromLine + "\n" + status);
        write(head, 0, head.Length);
        endsInLineFeed = true;
    }

    public void Write(Stream message)
    {
        var buffer = new byte[BufferSize];
        var filled = 0;
        var atLineStart = true;
        while (true)
        {
            var read = message.Read(buffer, filled, buffer.Length - filled);
            filled += read;
            var used = Lines(buffer, filled, ref atLineStart, isLast: read == 0);
            filled -= used;
            Buffer.BlockCopy(buffer, used, buffer, 0, filled);
            if (read == 0)
            {
                return;
            }
        }
    }

    /// <summary>The empty line between two messages.</summary>
    public void End()
    {
        if (!endsInLineFeed)
        {
            write(LineFeed, 0, 1);
        }

        write(LineFeed, 0, 1);
    }

    // Writes what can be decided on; a piece of a line stays unless the buffer is full of it.
    private int Lines(byte[] buffer, int filled, ref bool atLineStart, bool isLast)
    {
        var start = 0;
        while (start < filled)
        {
            var end = Array.IndexOf(buffer, (byte)'\n', start, filled - start);
            var isWhole = end >= 0;
            if (!isWhole && !isLast && filled - start < buffer.Length / 2)
            {
                return start;
            }

            var stop = isWhole ? end : filled;
            // Half of a line end may stand at the end of what is here.
            if (!isWhole && !isLast && buffer[stop - 1] == '\r')
            {
                stop--;
            }

            if (atLineStart && IsQuotedFrom(buffer, start, stop))
            {
                write(Quote, 0, 1);
            }

            var keep = isWhole && stop > start && buffer[stop - 1] == '\r' ? stop - 1 : stop;
            write(buffer, start, keep - start);
            if (isWhole)
            {
                write(LineFeed, 0, 1);
                stop++;
            }

            endsInLineFeed = isWhole;
            atLineStart = isWhole;
            start = stop;
            if (!isWhole && !isLast)
            {
                return start;
            }
        }

        return start;
    }

    private static bool IsQuotedFrom(byte[] buffer, int start, int end)
    {
        while (start < end && buffer[start] == '>')
        {
            start++;
        }

        if (end - start < Mark.Length)
        {
            return false;
        }

        for (var i = 0; i < Mark.Length; i++)
        {
            if (buffer[start + i] != Mark[i])
            {
                return false;
            }
        }

        return true;
    }
}
