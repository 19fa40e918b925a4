using System;
using System.Collections.Generic;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>What Start-OutlookSandbox was told; ports of 0 take any free one.</summary>
internal sealed class SandboxSettings
{
    /// <summary>Empty for the sandbox's own two users.</summary>
    internal IReadOnlyList<string> Users { get; set; } = Array.Empty<string>();

    internal string Approval { get; set; } = "Auto";

    internal string ImapProfile { get; set; } = "Exchange";

    /// <summary>The folder that keeps its state; null keeps nothing.</summary>
    internal string? Path { get; set; }

    /// <summary>Mail for the first user's INBOX: .eml files, folders of them, mbox files.</summary>
    internal IReadOnlyList<string> Seeds { get; set; } = Array.Empty<string>();

    /// <summary>How many made-up mails the first user's INBOX begins with.</summary>
    internal int SeedCount { get; set; }

    internal IReadOnlyList<string> SharedMailboxes { get; set; } = Array.Empty<string>();

    /// <summary>True: Exchange Online's limits on submission do not hold.</summary>
    internal bool NoLimit { get; set; }

    internal int ImapPort { get; set; }

    internal int SmtpPort { get; set; }

    internal int EntraPort { get; set; }

    internal int WebPort { get; set; }
}
