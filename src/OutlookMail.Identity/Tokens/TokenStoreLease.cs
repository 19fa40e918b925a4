using System;

namespace OutlookMail.Identity;

/// <summary>The right to read and replace a store's content. Held for the time of one access, never across a network call.</summary>
public abstract class TokenStoreLease : IDisposable
{
    /// <summary>The newest content; null when there is none.</summary>
    public abstract byte[]? Read();

    /// <summary>Replaces the content whole: after a crash at any moment either the old or the new one is there.</summary>
    public abstract void Write(byte[] content);

    /// <summary>Puts content that its reader cannot use out of the way, and reports it. The store is empty then.</summary>
    public abstract void SetAside(string reason);

    public abstract void Dispose();
}
