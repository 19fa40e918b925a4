using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Sandbox.State;

namespace OutlookMail.Sandbox.Store;

/// <summary>One person's (or a shared) mailbox: a tree of folders with Exchange's own beginning.</summary>
public sealed class SandboxMailbox
{
    public const string Inbox = "INBOX";
    public const string SentItems = "Sent Items";

    // The default folders of an English mailbox; each mailbox language has its own names, which is why clients need a name table.
    private static readonly string[] DefaultFolders =
    [
        Inbox, "Archive", "Calendar", "Contacts", "Conversation History", "Deleted Items", "Drafts", "Journal",
        "Junk Email", "Notes", "Outbox", SentItems, "Tasks",
    ];

    private readonly object gate = new();
    private readonly SortedDictionary<string, SandboxFolder> folders = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider time;
    private readonly MessagePool pool;
    private readonly HashSet<string> fullAccess = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> sendAs = new(StringComparer.OrdinalIgnoreCase);

    // Exchange's UIDVALIDITY are small integers.
    private uint nextUidValidity = 14;

    internal SandboxMailbox(string address, TimeProvider time, MessagePool pool)
    {
        this.pool = pool;
        Address = address;
        this.time = time;
        foreach (string name in DefaultFolders)
        {
            folders.Add(name, new SandboxFolder(name, nextUidValidity++, time, pool));
        }
    }

    public string Address { get; }

    /// <summary>Set-CASMailbox -ImapEnabled: false lets nobody in over IMAP, whatever the token.</summary>
    public bool ImapEnabled { get; set; } = true;

    /// <summary>Set-CASMailbox -SmtpClientAuthenticationDisabled: null takes the tenant's setting, false overrides it.</summary>
    public bool? SmtpClientAuthenticationDisabled { get; set; }

    /// <summary>Lets somebody open this mailbox as well (Add-MailboxPermission -AccessRights FullAccess).</summary>
    /// <param name="trustee">A user's address, or a service principal's object id.</param>
    public void GrantFullAccess(string trustee)
    {
        lock (gate)
        {
            fullAccess.Add(trustee);
        }
    }

    /// <summary>Lets somebody send as this mailbox (Add-RecipientPermission -AccessRights SendAs).</summary>
    /// <inheritdoc cref="GrantFullAccess"/>
    public void GrantSendAs(string trustee)
    {
        lock (gate)
        {
            sendAs.Add(trustee);
        }
    }

    /// <summary>Who has full access besides the owner.</summary>
    public IReadOnlyList<string> FullAccess
    {
        get
        {
            lock (gate)
            {
                return [.. fullAccess];
            }
        }
    }

    /// <summary>Who may send as this mailbox besides the owner.</summary>
    public IReadOnlyList<string> SendAs
    {
        get
        {
            lock (gate)
            {
                return [.. sendAs];
            }
        }
    }

    public IReadOnlyList<SandboxFolder> Folders
    {
        get
        {
            lock (gate)
            {
                return folders.Values.ToArray();
            }
        }
    }

    /// <summary>The folder of that name (INBOX in any case; Exchange matches the others without case too), or null.</summary>
    public SandboxFolder? Find(string name)
    {
        lock (gate)
        {
            return folders.GetValueOrDefault(name);
        }
    }

    /// <summary>The folder of that name, made with its parents when it is not there.</summary>
    public SandboxFolder Folder(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (gate)
        {
            if (folders.TryGetValue(name, out SandboxFolder? folder))
            {
                return folder;
            }

            // RFC 9051 §6.3.4: superior names are made as needed.
            for (int slash = name.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = name.IndexOf('/', slash + 1))
            {
                folders.TryAdd(name[..slash], new SandboxFolder(name[..slash], nextUidValidity++, time, pool));
            }

            nextUidValidity = Math.Max(nextUidValidity, folders.Values.Max(f => f.UidValidity) + 1);
            folder = new SandboxFolder(name, nextUidValidity++, time, pool);
            folders.Add(name, folder);
            return folder;
        }
    }

    internal bool MayOpen(string trustee)
    {
        lock (gate)
        {
            return trustee.Equals(Address, StringComparison.OrdinalIgnoreCase) || fullAccess.Contains(trustee);
        }
    }

    internal bool MaySendAs(string trustee)
    {
        lock (gate)
        {
            return trustee.Equals(Address, StringComparison.OrdinalIgnoreCase) || sendAs.Contains(trustee);
        }
    }

    internal bool HasChildren(string name)
    {
        lock (gate)
        {
            return folders.Keys.Any(k => k.Length > name.Length && k[name.Length] == '/' && k.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        }
    }

    internal static bool IsDefault(string name) => DefaultFolders.Contains(name, StringComparer.OrdinalIgnoreCase);

    internal bool Remove(string name)
    {
        lock (gate)
        {
            return folders.Remove(name);
        }
    }

    /// <summary>Renames a folder and everything below it (RFC 9051 §6.3.6).</summary>
    internal void Rename(string from, string to)
    {
        lock (gate)
        {
            foreach (SandboxFolder folder in folders.Values
                .Where(f => f.Name.Equals(from, StringComparison.OrdinalIgnoreCase) || f.Name.StartsWith(from + "/", StringComparison.OrdinalIgnoreCase))
                .ToArray())
            {
                folders.Remove(folder.Name);
                folder.Name = to + folder.Name[from.Length..];
                folders.Add(folder.Name, folder);
            }
        }
    }

    internal MailboxState ToState()
    {
        lock (gate)
        {
            return new MailboxState(Address, [.. folders.Values.Select(f => f.ToState())], [.. fullAccess], [.. sendAs], !ImapEnabled, SmtpClientAuthenticationDisabled);
        }
    }

    public override string ToString() => Address;
}
