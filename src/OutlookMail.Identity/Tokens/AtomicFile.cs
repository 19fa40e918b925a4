using System;
using System.IO;

namespace OutlookMail.Identity;

/// <summary>Replaces a file whole: a new private file, flushed to the disk, renamed over the old one. A rename replaces a link and never follows it.</summary>
internal static class AtomicFile
{
    private const string NewExtension = ".new";

    public static void Write(string path, byte[] content)
    {
        var newPath = path + "." + Guid.NewGuid().ToString("N") + NewExtension;
        try
        {
            using (var file = PrivateFiles.Open(newPath, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(content, 0, content.Length);
                file.Flush(flushToDisk: true);
            }

            PrivateFiles.Replace(newPath, path);
        }
        catch
        {
            File.Delete(newPath);
            throw;
        }
    }

    /// <summary>Deletes what killed writers left beside the file. Only the holder of the file's lock may call it.</summary>
    public static void DeleteLeftovers(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        foreach (var leftover in Directory.GetFiles(folder, Path.GetFileName(path) + ".*" + NewExtension))
        {
            File.Delete(leftover);
        }
    }
}
