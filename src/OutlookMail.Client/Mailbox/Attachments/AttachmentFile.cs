using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// Puts one attachment into a folder. Its octets go into a file of another name first, so that size, hash and name are
/// decided by what was decoded, and a file under its own name is whole.
/// </summary>
internal sealed class AttachmentFile
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Names with a number behind them that are tried: a folder with more of one name is not meant for people.</summary>
    private const int MostNumbers = 100_000;

    private readonly SaveAttachmentRequest request;
    private readonly string folder;

    public AttachmentFile(SaveAttachmentRequest request, string folder)
    {
        this.request = request;
        this.folder = folder;
    }

    /// <returns>Null when its size is not wanted.</returns>
    /// <exception cref="OutlookMailException">FileNotWritable; nothing is left behind.</exception>
    public OutlookSavedAttachment? Write(OutlookMessage message, MimeEntity part, string name, AttachmentFilter filter, CancellationToken cancellationToken)
    {
        var partial = Path.Combine(folder, Guid.NewGuid().ToString("N") + ".partial");
        try
        {
            Directory.CreateDirectory(folder);
            var (length, hash) = Decode(part, partial, cancellationToken);
            return filter.IsOfSize(length)
                ? new OutlookSavedAttachment(message, name, Place(partial, name, hash, length, out var isDuplicate))
                {
                    ContentType = part.MediaType,
                    Length = length,
                    Sha256 = hash,
                    IsInline = part.IsInline,
                    IsDuplicate = isDuplicate,
                }
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw MailErrors.FileNotWritable(Path.Combine(folder, SafeFileName.Clean(name, "attachment")), e);
        }
        finally
        {
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }
        }
    }

    private static (long Length, string Hash) Decode(MimeEntity part, string path, CancellationToken cancellationToken)
    {
        using var content = part.OpenContent();
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        for (int count; (count = content.Read(buffer, 0, buffer.Length)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, count);
            file.Write(buffer, 0, count);
        }

        return (file.Length, Hex(hash.GetHashAndReset()));
    }

    private string Place(string partial, string name, string hash, long length, out bool isDuplicate)
    {
        if (request.SkipDuplicates && request.Saved.TryGetValue(hash, out var earlier) && File.Exists(earlier))
        {
            isDuplicate = true;
            return earlier;
        }

        var safe = SafeFileName.Clean(name, "attachment");
        var stem = request.HashNames ? hash : Path.GetFileNameWithoutExtension(safe);
        var extension = Path.GetExtension(safe);
        for (var number = 1; number < MostNumbers; number++)
        {
            var path = Path.Combine(folder, number == 1 ? stem + extension : string.Format(CultureInfo.InvariantCulture, "{0} ({1}){2}", stem, number, extension));
            if (File.Exists(path) && !request.Overwrite)
            {
                if ((request.SkipDuplicates || request.HashNames) && Holds(path, hash, length))
                {
                    isDuplicate = true;
                    return request.Saved[hash] = path;
                }

                continue;
            }

            if (TryMove(partial, path))
            {
                ZoneIdentifier.Mark(path);
                isDuplicate = false;
                return request.Saved[hash] = path;
            }
        }

        throw new IOException($"'{safe}' is there {MostNumbers} times.");
    }

    // False: somebody else made a file of that name in this moment.
    private bool TryMove(string partial, string path)
    {
        try
        {
            if (request.Overwrite && File.Exists(path))
            {
                File.Replace(partial, path, null);
            }
            else
            {
                File.Move(partial, path);
            }

            return true;
        }
        catch (IOException) when (File.Exists(path) && !request.Overwrite)
        {
            return false;
        }
    }

    private static bool Holds(string path, string hash, long length)
    {
        if (new FileInfo(path).Length != length)
        {
            return false;
        }

        using var file = File.OpenRead(path);
        using var sha = SHA256.Create();
        return Hex(sha.ComputeHash(file)) == hash;
    }

    private static string Hex(byte[] octets) => BitConverter.ToString(octets).Replace("-", "").ToLowerInvariant();
}
