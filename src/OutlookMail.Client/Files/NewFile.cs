using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>Writes a file that is either whole under its name or not there: first under a name of its own, then renamed.</summary>
internal static class NewFile
{
    /// <returns>Octets written.</returns>
    /// <exception cref="Model.OutlookMailException">FileExists, or FileNotWritable. What went wrong at the source is thrown as it is.</exception>
    public static async Task<long> WriteAsync(string path, bool overwrite, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            long length;
            using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize))
            {
                await write(file, cancellationToken);
                length = file.Length;
            }

            // One step: at no moment is neither the old file nor the new one there.
            if (overwrite && File.Exists(path))
            {
                File.Replace(partial, path, null);
            }
            else if (File.Exists(path))
            {
                throw MailErrors.FileExists(path);
            }
            else
            {
                File.Move(partial, path);
            }

            return length;
        }
        catch (Exception e) when (IsOfTheDisk(e))
        {
            throw MailErrors.FileNotWritable(path, e);
        }
        finally
        {
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }
        }
    }

    private const int BufferSize = 64 * 1024;

    // What the wire throws is an IOException too, and is not the file's fault.
    private static bool IsOfTheDisk(Exception e) =>
        e is UnauthorizedAccessException or NotSupportedException ||
        (e is IOException and not (ConnectionBrokenException or ServerProtocolException));
}
