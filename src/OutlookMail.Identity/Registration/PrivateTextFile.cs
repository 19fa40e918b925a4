using System;
using System.IO;
using System.Text;

namespace OutlookMail.Identity.Registration;

/// <summary>Writes text that may hold a secret: readable by its owner only from the first octet on, and whole or not at all.</summary>
public static class PrivateTextFile
{
    /// <exception cref="IOException">The file exists and is not to be replaced, or the disk refused.</exception>
    public static void Write(string path, string text, bool overwrite)
    {
        if (!overwrite && File.Exists(path))
        {
            throw new IOException("The file exists.");
        }

        var partial = path + "." + Guid.NewGuid().ToString("N") + ".partial";
        try
        {
            using (var file = PrivateFiles.Open(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                var octets = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
                file.Write(octets, 0, octets.Length);
            }

            // Not File.Replace: it would keep the old file's wider rights.
            if (overwrite)
            {
                File.Delete(path);
            }

            File.Move(partial, path);
        }
        finally
        {
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }
        }
    }
}
