using System;

namespace OutlookMail.Sandbox.Entra;

/// <summary>A client secret (Graph: <c>passwordCredential</c>). Only its value's hash is kept: Graph shows the value once.</summary>
internal sealed class AppPassword
{
    public Guid KeyId { get; init; } = Guid.NewGuid();

    public string? DisplayName { get; init; }

    public required string Hint { get; init; }

    public required byte[] Hash { get; init; }

    public DateTimeOffset CreatedOn { get; init; }

    public DateTimeOffset Start { get; init; }

    public DateTimeOffset End { get; init; }
}
