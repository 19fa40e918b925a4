using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace OutlookMail.Store;

/// <summary>Packing of messages (raw deflate), and the files of those that are too large for a row.</summary>
internal sealed class BlobFiles
{
    // https://sqlite.org/intern-v-extern-blob.html: below about 100 KB a row is faster than a file, above it is slower.
    private const long LargestInRow = 100 * 1024;

    private const int BufferSize = 16 * 1024;

    // Octets that do not pack grow by a few in a thousand, in the fastest packing by up to an eighth.
    private const int WorstGrowth = 8;
    private const int LeastRoom = 1024;

    private const string Extension = ".z";

    // A file without a row is one whose writer was killed in between, or has not got to its row yet.
    private static readonly TimeSpan OrphanAge = TimeSpan.FromDays(1);

    private readonly string folder;

    public BlobFiles(string folder) => this.folder = folder;

    public PackedMessage Pack(Stream message, byte[] sha256, long size)
    {
        if (size <= LargestInRow)
        {
            return new PackedMessage(sha256, size, Packed(message, (int)size));
        }

        var path = PathOf(sha256);
        if (!File.Exists(path))
        {
            PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
            var partial = path + "." + Guid.NewGuid().ToString("N");
            try
            {
                using (var file = PrivateFiles.Open(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None))
                {
                    Deflate(message, file);
                }

                File.Move(partial, path);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another lane had the same message.
                File.Delete(partial);
            }
            catch
            {
                File.Delete(partial);
                throw;
            }
        }

        return new PackedMessage(sha256, size, null);
    }

    public bool Exists(byte[] sha256) => File.Exists(PathOf(sha256));

    /// <summary>The message, unpacked as it is read.</summary>
    public Stream Open(byte[] sha256, byte[]? octets) => new DeflateStream(
        octets is not null ? new MemoryStream(octets, writable: false) : PrivateFiles.Open(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete),
        CompressionMode.Decompress);

    public void Delete(byte[] sha256) => File.Delete(PathOf(sha256));

    /// <summary>Removes old files that no row names.</summary>
    public void Sweep(Func<byte[], bool> isNamed, DateTimeOffset now)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var sha256 = HashOf(Path.GetFileName(path));
            if ((sha256 is null || !isNamed(sha256)) && now - File.GetLastWriteTimeUtc(path) > OrphanAge)
            {
                File.Delete(path);
            }
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

    public static byte[] PackText(string text)
    {
        var octets = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, 0, text.Length, octets, 0);
            using var from = new MemoryStream(octets, 0, length, writable: false);
            return Packed(from, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(octets);
        }
    }

    public static string UnpackText(byte[] packed)
    {
        using var reader = new StreamReader(new DeflateStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    // The one array that is made is the one that is kept: a mailbox's worth of others costs more memory than its messages.
    private static byte[] Packed(Stream from, int length)
    {
        var room = ArrayPool<byte>.Shared.Rent(length + (length / WorstGrowth) + LeastRoom);
        try
        {
            using var packed = new MemoryStream(room);
            Deflate(from, packed);
            return room.AsSpan(0, (int)packed.Position).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private static void Deflate(Stream from, Stream to)
    {
        using var deflate = new DeflateStream(to, CompressionLevel.Fastest, leaveOpen: true);
        from.CopyTo(deflate, BufferSize);
    }

    private static byte[]? HashOf(string name)
    {
        var hex = name.EndsWith(Extension, StringComparison.Ordinal) ? name.Substring(0, name.Length - Extension.Length) : "";
        var octets = new List<byte>();
        for (var i = 0; i + 1 < hex.Length && byte.TryParse(hex.Substring(i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet); i += 2)
        {
            octets.Add(octet);
        }

        return octets.Count == 32 ? octets.ToArray() : null;
    }

    private string PathOf(byte[] sha256)
    {
        var hex = ToHex(sha256);
        return Path.Combine(folder, hex.Substring(0, 2), hex + Extension);
    }
}
