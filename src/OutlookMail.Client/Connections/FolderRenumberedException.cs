using System;
using System.Globalization;

namespace OutlookMail.Client;

/// <summary>A folder's UIDVALIDITY is another than the one that UIDs were got under: they must not be used any more (RFC 9051 §2.3.1.1).</summary>
internal sealed class FolderRenumberedException : Exception
{
    public FolderRenumberedException(string folder, uint old, uint now)
        : base(string.Format(CultureInfo.InvariantCulture, "UIDVALIDITY of '{0}' was {1} and is {2}.", folder, old, now))
    {
        Folder = folder;
        Old = old;
        New = now;
    }

    public string Folder { get; }

    public uint Old { get; }

    public uint New { get; }
}
