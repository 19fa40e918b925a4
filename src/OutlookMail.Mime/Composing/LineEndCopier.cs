using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Mime;

/// <summary>Passes a message file on with CRLF line ends, and tells beforehand how long that will be and whether a
/// relay would take it as it is.</summary>
internal sealed class LineEndCopier
{
    private const int MaxLine = 998;

    private readonly Stream? source;
    private byte last;
    private int column;
    private bool isBroken;

    public LineEndCopier(Stream? source) => this.source = source;

    public long Length { get; private set; }

    public bool Is8Bit { get; private set; }

    /// <summary>No NUL, no lone CR, no line past 998.</summary>
    public bool IsClean => !isBroken;

    public void Measure(ReadOnlySpan<byte> octets)
    {
        foreach (byte octet in octets)
        {
            bool isLineEnd = octet == (byte)'\n';
            Length += isLineEnd && last != (byte)'\r' ? 2 : 1;
            column = isLineEnd ? 0 : column + 1;
            isBroken |= octet == 0 || column > MaxLine + 1 || (last == (byte)'\r' && !isLineEnd);
            Is8Bit |= octet >= 0x80;
            last = octet;
        }
    }

    public void EndMeasure() => isBroken |= last == (byte)'\r';

    public async Task CopyToAsync(Stream destination, long promised, string name, CancellationToken cancellationToken)
    {
        byte[] input = new byte[32 * 1024];
        byte[] output = new byte[64 * 1024];
        int count;
        while ((count = await source!.ReadArrayAsync(input, 0, input.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            int written = 0;
            for (int i = 0; i < count; i++)
            {
                if (input[i] == (byte)'\n' && last != (byte)'\r')
                {
                    output[written++] = (byte)'\r';
                }

                output[written++] = last = input[i];
            }

            promised -= written;
            if (promised < 0)
            {
                throw ComposedPart.Changed(name);
            }

            await destination.WriteArrayAsync(output, written, cancellationToken).ConfigureAwait(false);
        }

        if (promised != 0)
        {
            throw ComposedPart.Changed(name);
        }
    }
}
