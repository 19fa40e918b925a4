using System;
using System.IO;

namespace OutlookMail.Client;

/// <summary>Whole lines of a stream; one without its end is not given.</summary>
internal sealed class LineReader
{
    private readonly Stream stream;
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;

    public LineReader(Stream stream)
    {
        this.stream = stream;
        Complete = stream.Position;
    }

    /// <summary>Octets up to the end of the last line given.</summary>
    public long Complete { get; private set; }

    /// <param name="line">Without its line end; good until the next call.</param>
    public bool TryRead(out ArraySegment<byte> line)
    {
        while (true)
        {
            var at = Array.IndexOf(buffer, (byte)'\n', start, end - start);
            if (at >= 0)
            {
                line = new ArraySegment<byte>(buffer, start, at - start);
                Complete += at + 1 - start;
                start = at + 1;
                return true;
            }

            if (start > 0)
            {
                Buffer.BlockCopy(buffer, start, buffer, 0, end - start);
                end -= start;
                start = 0;
            }
            else if (end == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0)
            {
                line = default;
                return false;
            }

            end += read;
        }
    }
}
