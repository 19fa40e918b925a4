using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Puts full names together.</summary>
internal static class FolderNames
{
    // RFC 2683 §3.2.1.5 bounds the command line at 8000 octets; no server takes a name near it.
    private const int Longest = 1000;

    /// <exception cref="OutlookMailException">FolderNameInvalid.</exception>
    public static void Check(string name)
    {
        if (name.Length > Longest)
        {
            throw MailboxErrors.FolderNameInvalid(name.Substring(0, 50) + "…", $"it has more than {Longest} characters");
        }

        if (name.Any(char.IsControl))
        {
            throw MailboxErrors.FolderNameInvalid(new string(name.Select(c => char.IsControl(c) ? '?' : c).ToArray()), "it holds a control character");
        }

        if (name.Trim().Length == 0)
        {
            throw MailboxErrors.FolderNameInvalid(name, "it is empty");
        }
    }

    public static string Below(IReadOnlyList<ListResponse> folders, string parent, string name) =>
        Delimiter(folders, parent) is { } delimiter ? parent + delimiter + name : throw MailboxErrors.FolderNameInvalid(name, "this server has no folders within folders");

    /// <summary>A new last part for the folder; a new name with a delimiter in it is a full one.</summary>
    public static string Beside(IReadOnlyList<ListResponse> folders, string old, string newName)
    {
        if (Delimiter(folders, old) is not { } delimiter || newName.IndexOf(delimiter) >= 0)
        {
            return newName;
        }

        return old.Substring(0, old.LastIndexOf(delimiter) + 1) + newName;
    }

    private static char? Delimiter(IReadOnlyList<ListResponse> folders, string name) =>
        folders.FirstOrDefault(folder => folder.Name == name)?.Delimiter ?? folders.Select(folder => folder.Delimiter).FirstOrDefault();
}
