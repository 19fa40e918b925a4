using System.IO;

namespace OutlookMail.Mime;

/// <summary>One file of a Maildir.</summary>
public sealed class MaildirEntry
{
    internal MaildirEntry(string path, bool isNew)
    {
        FilePath = path;
        IsNew = isNew;
        string name = Path.GetFileName(path);

        // unique:2,FLAGS; Windows' Maildirs write ; or ! for the colon.
        int info = name.IndexOfAny(new[] { ':', ';', '!' });
        UniqueName = info < 0 ? name : name.Substring(0, info);
        int comma = info < 0 ? -1 : name.IndexOf(',', info);
        Flags = comma < 0 ? "" : name.Substring(comma + 1);
    }

    public string FilePath { get; }

    /// <summary>The name without its flags, which stays when flags change.</summary>
    public string UniqueName { get; }

    /// <summary>Not seen by any reader yet.</summary>
    public bool IsNew { get; }

    /// <summary>Letters: D draft, F flagged, P passed on, R replied, S seen, T trashed.</summary>
    public string Flags { get; }

    public bool IsSeen => Flags.IndexOf('S') >= 0;

    public MimeMessage Open() => MimeMessage.Open(FilePath);
}
