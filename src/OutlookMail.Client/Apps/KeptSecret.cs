using System;

namespace OutlookMail.Client;

/// <summary>A client secret in the store. Value is a secret.</summary>
internal sealed class KeptSecret
{
    /// <summary>The Secret ID; null for a secret that was brought from elsewhere.</summary>
    public string? KeyId { get; set; }

    public string? DisplayName { get; set; }

    public string Value { get; set; } = "";

    public DateTimeOffset? EndsOn { get; set; }

    public override string ToString() => "***";
}
