using System;

namespace OutlookMail.Sandbox.Entra;

/// <summary>A certificate of an app (Graph: <c>keyCredential</c>): the public part, by which assertions are checked.</summary>
internal sealed class AppKey
{
    public Guid KeyId { get; init; } = Guid.NewGuid();

    public string? DisplayName { get; init; }

    public string Type { get; init; } = "AsymmetricX509Cert";

    public string Usage { get; init; } = "Verify";

    /// <summary>The certificate, DER.</summary>
    public required byte[] Certificate { get; init; }

    public DateTimeOffset Start { get; init; }

    public DateTimeOffset End { get; init; }
}
