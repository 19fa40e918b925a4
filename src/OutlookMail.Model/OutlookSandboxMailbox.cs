using System;

namespace OutlookMail.Model;

/// <summary>A mailbox of a sandbox, as it was when asked.</summary>
public sealed class OutlookSandboxMailbox
{
    public OutlookSandboxMailbox(string primarySmtpAddress) => PrimarySmtpAddress = primarySmtpAddress;

    public string PrimarySmtpAddress { get; }

    /// <summary>Nobody signs in as this one.</summary>
    public bool IsShared { get; set; }

    /// <summary>Messages in all folders.</summary>
    public int Messages { get; set; }

    /// <summary>Who may open it besides its owner: addresses, and object ids of service principals.</summary>
    public string[] FullAccess { get; set; } = Array.Empty<string>();

    /// <summary>Who may send as it besides its owner.</summary>
    public string[] SendAs { get; set; } = Array.Empty<string>();

    public bool ImapEnabled { get; set; }

    /// <summary>Null: the tenant's setting holds.</summary>
    public bool? SmtpClientAuthenticationDisabled { get; set; }

    public override string ToString() => PrimarySmtpAddress;
}
