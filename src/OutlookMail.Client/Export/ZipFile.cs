using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace OutlookMail.Client;

/// <summary>
/// The records of a zip file (PKWARE APPNOTE 6.3, with ZIP64). .NET's own ZipArchive holds all of a file in memory to add
/// to it; here entries are added at the end and the directory is written anew.
/// </summary>
internal static class ZipFile
{
    private const ushort Version = 45;
    private const ushort Deflate = 8;
    private const ushort Utf8Names = 0x0800;
    private const int LocalHeaderLength = 30;

    /// <summary>Bytes of the local header before the packed octets.</summary>
    public static int HeaderLength(string name) => LocalHeaderLength + Encoding.UTF8.GetByteCount(name);

    public static void WriteLocalHeader(Stream zip, string name, DateTime time, uint crc, long packed, long size)
    {
        var octets = Encoding.UTF8.GetBytes(name);
        var record = new BinaryWriter(zip, Encoding.UTF8, leaveOpen: true);
        record.Write(0x04034B50u);
        record.Write(Version);
        WriteCommon(record, time, crc, packed, size, octets.Length);
        record.Write((ushort)0);
        record.Write(octets);
        record.Flush();
    }

    /// <returns>The packed octets' number, read from the local header; null when there is none.</returns>
    public static long? ReadLocalHeader(Stream zip, out long headerLength)
    {
        headerLength = 0;
        var header = new byte[LocalHeaderLength];
        for (int read = 0, got = 1; read < header.Length && got > 0; read += got)
        {
            got = zip.Read(header, read, header.Length - read);
        }

        if (BitConverter.ToUInt32(header, 0) != 0x04034B50u)
        {
            return null;
        }

        headerLength = LocalHeaderLength + BitConverter.ToUInt16(header, 26) + BitConverter.ToUInt16(header, 28);
        return BitConverter.ToUInt32(header, 18);
    }

    public static void WriteDirectory(Stream zip, IEnumerable<ManifestEntry> entries)
    {
        var start = zip.Position;
        var count = 0L;
        using var buffered = new BufferedStream(new NoClose(zip), 64 * 1024);
        var record = new BinaryWriter(buffered, Encoding.UTF8, leaveOpen: true);
        foreach (var entry in entries)
        {
            WriteCentralHeader(record, entry);
            count++;
        }

        record.Flush();
        buffered.Flush();
        WriteEnd(record, start, zip.Position - start, count);
        record.Flush();
        buffered.Flush();
    }

    private static void WriteCentralHeader(BinaryWriter record, ManifestEntry entry)
    {
        var name = Encoding.UTF8.GetBytes(entry.Path);
        var offset = entry.Offset ?? 0;
        var isFar = offset >= uint.MaxValue;
        record.Write(0x02014B50u);
        record.Write(Version);
        record.Write(Version);
        WriteCommon(record, entry.Received?.UtcDateTime ?? default, entry.Crc32 ?? 0, entry.Length - HeaderLength(entry.Path), entry.Size ?? 0, name.Length);
        record.Write((ushort)(isFar ? 12 : 0));
        record.Write((ushort)0);
        record.Write((ushort)0);
        record.Write((ushort)0);
        record.Write(0u);
        record.Write(isFar ? uint.MaxValue : (uint)offset);
        record.Write(name);
        if (isFar)
        {
            record.Write((ushort)1);
            record.Write((ushort)8);
            record.Write(offset);
        }
    }

    private static void WriteCommon(BinaryWriter record, DateTime time, uint crc, long packed, long size, int nameLength)
    {
        record.Write(Utf8Names);
        record.Write(Deflate);
        record.Write(DosTime(time));
        record.Write(crc);
        record.Write((uint)packed);
        record.Write((uint)size);
        record.Write((ushort)nameLength);
    }

    private static void WriteEnd(BinaryWriter record, long start, long length, long count)
    {
        if (start >= uint.MaxValue || length >= uint.MaxValue || count >= ushort.MaxValue)
        {
            record.Write(0x06064B50u);
            record.Write(44L);
            record.Write(Version);
            record.Write(Version);
            record.Write(0u);
            record.Write(0u);
            record.Write(count);
            record.Write(count);
            record.Write(length);
            record.Write(start);
            record.Write(0x07064B50u);
            record.Write(0u);
            record.Write(start + length);
            record.Write(1u);
        }

        var shortCount = (ushort)Math.Min(count, ushort.MaxValue);
        record.Write(0x06054B50u);
        record.Write(0u);
        record.Write(shortCount);
        record.Write(shortCount);
        record.Write((uint)Math.Min(length, uint.MaxValue));
        record.Write((uint)Math.Min(start, uint.MaxValue));
        record.Write((ushort)0);
    }

    // Two seconds are the unit, 1980 the beginning.
    private static uint DosTime(DateTime time)
    {
        if (time.Year is < 1980 or > 2107)
        {
            return (1 << 21) | (1 << 16);
        }

        return ((uint)(time.Year - 1980) << 25) | ((uint)time.Month << 21) | ((uint)time.Day << 16) | ((uint)time.Hour << 11) | ((uint)time.Minute << 5) | ((uint)time.Second / 2);
    }

    // BufferedStream closes what it writes to.
    private sealed class NoClose : Stream
    {
        private readonly Stream inner;

        public NoClose(Stream inner) => this.inner = inner;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
