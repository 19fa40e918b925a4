using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>A message that was read once: its hash and length with CRLF line ends, and what its header says.</summary>
internal sealed class ImportMessage
{
    // Larger ones are read twice instead of being held.
    private const int LargestInMemory = 256 * 1024;
    private const int LongestHeader = 256 * 1024;
    private const int BufferSize = 16 * 1024;

    private readonly byte[]? octets;

    private ImportMessage(ImportItem item, string folder, byte[] head, byte[]? octets, long length, byte[] sha256)
    {
        Item = item;
        Folder = folder;
        this.octets = octets;
        Length = length;
        Sha256 = MessageSpool.ToHex(sha256);
        using var header = MimeMessage.Parse(head);
        MessageId = header.MessageId;
        Subject = header.Subject ?? "";
        Received = item.Received ?? ReceivedBy(header) ?? header.Date ?? item.FileTime;
        Date = header.Headers.Get("Date") ?? "";
    }

    public ImportItem Item { get; }

    /// <summary>The mail folder that it goes to.</summary>
    public string Folder { get; }

    public long Length { get; }

    public int Held => octets?.Length ?? 0;

    public string Sha256 { get; }

    public string? MessageId { get; }

    public string Subject { get; }

    public string Date { get; }

    public DateTimeOffset Received { get; }

    /// <summary>What it is looked for by; the Message-ID, or what comes next to one.</summary>
    public string Key => KeyOf(MessageId, Date, Subject);

    public static string KeyOf(string? messageId, string? date, string? subject) =>
        string.IsNullOrEmpty(messageId) ? "\n" + date?.Trim() + "\n" + subject?.Trim() : messageId!;

    /// <exception cref="Model.OutlookMailException">It cannot be read.</exception>
    /// <param name="memory">Room for it, used for one after the other.</param>
    public static ImportMessage Read(ImportItem item, string folder, MemoryStream memory)
    {
        try
        {
            using var sha = SHA256.Create();
            memory.SetLength(0);
            var length = 0L;
            using (var content = new CrLfStream(item.Open()))
            {
                var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
                try
                {
                    int read;
                    while ((read = content.Read(buffer, 0, buffer.Length)) > 0)
                    {
                        sha.TransformBlock(buffer, 0, read, null, 0);
                        length += read;
                        if (memory.Length <= LargestInMemory)
                        {
                            memory.Write(buffer, 0, read);
                        }
                    }
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }
            }

            if (length == 0)
            {
                throw ImportErrors.NotReadable(item.Path, "it is empty.", null);
            }

            sha.TransformFinalBlock(Array.Empty<byte>(), 0, 0);
            var all = length <= LargestInMemory ? memory.ToArray() : null;
            var head = all ?? memory.GetBuffer().AsSpan(0, (int)Math.Min(memory.Length, LongestHeader)).ToArray();
            return new ImportMessage(item, folder, head, all, length, sha.Hash!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException)
        {
            throw ImportErrors.NotReadable(item.Path, e.Message, e);
        }
    }

    public AppendMessage ToAppend(IReadOnlyList<string> flags) => octets is not null
        ? new AppendMessage(octets) { Flags = flags, InternalDate = Received }
        : new AppendMessage(WriteToAsync, Length) { Flags = flags, InternalDate = Received };

    // The last step before the mailbox took it in is written in the first Received field (RFC 5321 §4.4).
    private static DateTimeOffset? ReceivedBy(MimeMessage header) =>
        header.Headers.Get("Received") is { } received && received.LastIndexOf(';') is > 0 and var semicolon
        && MimeDate.TryParse(received.Substring(semicolon + 1), out var time) ? time : null;

    private async Task WriteToAsync(Stream target, CancellationToken cancellationToken)
    {
        using var content = new CrLfStream(Item.Open());
        await content.CopyToAsync(target, BufferSize, cancellationToken);
    }
}
