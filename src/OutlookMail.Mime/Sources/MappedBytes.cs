using System;
using System.Buffers;
using System.IO;
using System.IO.MemoryMappedFiles;

namespace OutlookMail.Mime;

/// <summary>A file's octets as memory, paged in by the system as they are looked at.</summary>
internal sealed unsafe class MappedBytes : MemoryManager<byte>
{
    private readonly FileStream file;
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly int length;
    private byte* start;

    /// <summary>Owns the file from now on.</summary>
    public MappedBytes(FileStream file)
    {
        this.file = file;
        if (file.Length > MimeLimits.MaxMessageLength)
        {
            throw new NotSupportedException("A message cannot be longer than 2 GB.");
        }

        length = (int)file.Length;
        map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        view = map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += view.PointerOffset;
    }

    public override Span<byte> GetSpan() =>
        start == null ? throw new ObjectDisposedException(nameof(MimeMessage)) : new Span<byte>(start, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && start != null)
        {
            start = null;
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
            map.Dispose();
            file.Dispose();
        }
    }
}
