using System;

namespace OutlookMail.Identity;

/// <summary>A store's content could not be read.</summary>
public sealed class TokenStoreDamagedEventArgs : EventArgs
{
    internal TokenStoreDamagedEventArgs(string reason, string? keptAs)
    {
        Reason = reason;
        KeptAs = keptAs;
    }

    public string Reason { get; }

    /// <summary>The file that holds the damaged content now; null for a store in memory.</summary>
    public string? KeptAs { get; }
}
