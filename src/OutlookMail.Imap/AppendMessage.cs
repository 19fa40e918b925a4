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

    /// <param name="writeTo">Writes exactly <paramref name="length"/> octets each time it is called; anything else breaks the connection. Called again when a group of messages was refused for one of them.</param>
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

    /// <summary>Header fields hold UTF-8 (RFC 6532). A server with UTF8=ACCEPT is told so; others take the octets as they are, or refuse.</summary>
    public bool HasUtf8Fields { get; init; }

    /// <summary>It holds NULs, or parts in no transfer encoding (RFC 3516 §4.4): only for a server with BINARY.</summary>
    public bool IsBinary { get; init; }

    internal ReadOnlyMemory<byte> Octets { get; }

    internal Func<Stream, CancellationToken, Task>? WriteTo { get; }
}
