using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Imap;

/// <summary>A message to be put into a folder.</summary>
public sealed class AppendMessage
{
    /// <param name="octets">The whole message with CRLF line ends; not copied.</param>
    public AppendMessage(ReadOnlyMemory<byte> octets)
    {
        Octets = octets;
        Length = octets.Length;
    }

    /// <param name="writeTo">Writes exactly <paramref name="length"/> octets; anything else breaks the connection.</param>
    /// <param name="length">Octets.</param>
    public AppendMessage(Func<Stream, CancellationToken, Task> writeTo, long length)
    {
        ArgumentNullException.ThrowIfNull(writeTo);
        if (length < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(length));
        }

        WriteTo = writeTo;
        Length = length;
    }

    public long Length { get; }

    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>When the message arrived; the server's own time where null.</summary>
    public DateTimeOffset? InternalDate { get; init; }

    internal ReadOnlyMemory<byte> Octets { get; }

    internal Func<Stream, CancellationToken, Task>? WriteTo { get; }
}
