using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>
/// A message on its way from the server to the disk, with its SHA-256: small ones in memory, larger ones in a file
/// beside their target. Used again for the next message.
/// </summary>
internal sealed class MessageSpool : IDisposable
{
    // Nearly all of mail. Growing an array to hold what is larger leaves large objects behind, which .NET collects late.
    private const int LargestInMemory = 256 * 1024;
    private const int BufferSize = 64 * 1024;

    // Enough of a message for its own header; what is longer is a header made to be long.
    private const int LongestHeader = 256 * 1024;

    private readonly string folder;
    private readonly MemoryStream memory = new();
    private readonly SHA256 sha = SHA256.Create();
    private string? path;
    private byte[]? head;
    private MemoryStream? scratch;

    /// <param name="folder">Where large messages are kept meanwhile; on the target's disk.</param>
    public MessageSpool(string folder) => this.folder = folder;

    public long Length { get; private set; }

    public byte[] Sha256 { get; private set; } = Array.Empty<byte>();

    public string Sha256Text => ToHex(Sha256);

    public bool IsInMemory => path is null;

    /// <summary>The message; only when it is in memory.</summary>
    public ArraySegment<byte> InMemory => new(memory.GetBuffer(), 0, (int)memory.Length);

    /// <summary>Empty room for what is made of the message, used again with it.</summary>
    public MemoryStream Scratch()
    {
        scratch ??= new MemoryStream();
        scratch.SetLength(0);
        return scratch;
    }

    /// <summary>The header, with the empty line behind it.</summary>
    public ArraySegment<byte> Header
    {
        get
        {
            var text = path is null ? InMemory : new ArraySegment<byte>(head!);
            var end = HeaderEnd(text.Array!, text.Count);
            return new ArraySegment<byte>(text.Array!, 0, end);
        }
    }

    public static string ToHex(byte[] octets)
    {
        var text = new StringBuilder(2 * octets.Length);
        foreach (var octet in octets)
        {
            text.Append(octet.ToString("x2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    /// <param name="length">As announced; decides where it is kept.</param>
    public async Task FillAsync(Func<Stream, CancellationToken, Task> copyTo, long length, CancellationToken cancellationToken)
    {
        Clear();
        if (length <= LargestInMemory)
        {
            await copyTo(memory, cancellationToken);
            Length = memory.Length;
            Sha256 = sha.ComputeHash(memory.GetBuffer(), 0, (int)memory.Length);
            return;
        }

        await Disk.RunAsync(folder, async () =>
        {
            Directory.CreateDirectory(folder);
            path = Path.Combine(folder, Guid.NewGuid().ToString("N"));
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize);
            await copyTo(file, cancellationToken);
            file.Flush();
            Length = file.Length;
            file.Position = 0;
            Sha256 = sha.ComputeHash(file);
            file.Position = 0;
            head = new byte[(int)Math.Min(LongestHeader, Length)];
            for (var read = 0; read < head.Length;)
            {
                read += file.Read(head, read, head.Length - read);
            }
        });
    }

    /// <summary>The message from its beginning; the caller closes it.</summary>
    public Stream OpenRead() => path is null
        ? new MemoryStream(memory.GetBuffer(), 0, (int)memory.Length, writable: false)
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);

    /// <summary>The message read as MIME, over its octets where they are; the caller closes it before the next fill.</summary>
    public MimeMessage Parse() => path is null ? MimeMessage.Parse(InMemory) : MimeMessage.Open(path);

    /// <summary>Puts the message under a name that nothing has; whole, or not at all.</summary>
    public void MoveTo(string target)
    {
        if (path is null)
        {
            Directory.CreateDirectory(folder);
            path = Path.Combine(folder, Guid.NewGuid().ToString("N"));
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
            file.Write(memory.GetBuffer(), 0, (int)memory.Length);
        }

        File.Move(path, target);
        path = null;
    }

    public void Dispose()
    {
        Clear();
        memory.Dispose();
        sha.Dispose();
    }

    private static int HeaderEnd(byte[] text, int count)
    {
        for (var i = 0; i < count; i++)
        {
            // An LF, and behind it at once another line end.
            if (text[i] == '\n' && (i + 1 < count && text[i + 1] == '\n' || (i + 2 < count && text[i + 1] == '\r' && text[i + 2] == '\n')))
            {
                return i + (text[i + 1] == '\n' ? 2 : 3);
            }
        }

        return count;
    }

    private void Clear()
    {
        memory.SetLength(0);
        head = null;
        if (path is not null)
        {
            File.Delete(path);
            path = null;
        }
    }
}
