using System;

namespace OutlookMail.Client;

/// <summary>A replaced secret, which others may still use for a while.</summary>
internal sealed class RetiringSecret
{
    public string KeyId { get; set; } = "";

    /// <summary>When it is to be removed from the app.</summary>
    public DateTimeOffset RetireOn { get; set; }
}
