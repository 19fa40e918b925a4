using System;
using System.Collections.Generic;
using System.IO;

namespace OutlookMail.Mime;

/// <summary>The messages of a Maildir: files of new and cur, flags in their names.</summary>
public static class MaildirReader
{
    /// <summary>The messages in delivery order as far as the names tell; tmp is left out.</summary>
    /// <exception cref="DirectoryNotFoundException">Neither new nor cur is there.</exception>
    public static IEnumerable<MaildirEntry> Read(string path)
    {
        List<MaildirEntry> entries = new();
        bool isMaildir = false;
        foreach (string folder in new[] { "new", "cur" })
        {
            DirectoryInfo directory = new(Path.Combine(path, folder));
            if (!directory.Exists)
            {
                continue;
            }

            isMaildir = true;
            foreach (FileInfo file in directory.GetFiles())
            {
                // A leading dot marks what Maildir readers must pass over.
                if (file.Name[0] != '.')
                {
                    entries.Add(new MaildirEntry(file.FullName, folder == "new"));
                }
            }
        }

        if (!isMaildir)
        {
            throw new DirectoryNotFoundException(path + " is no Maildir: it has neither new nor cur.");
        }

        entries.Sort((a, b) => string.CompareOrdinal(a.UniqueName, b.UniqueName));
        return entries;
    }
}
