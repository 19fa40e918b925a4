using System;
using System.Collections.Generic;

namespace OutlookMail.Sandbox.Entra;

/// <summary>Whose tokens stand for the app (Graph: <c>federatedIdentityCredential</c>): issuer, subject and audience have to agree, letter by letter.</summary>
internal sealed class FederatedCredential
{
    public Guid Id { get; init; } = Guid.NewGuid();

    public required string Name { get; init; }

    public required string Issuer { get; set; }

    public required string Subject { get; set; }

    public List<string> Audiences { get; set; } = [];

    public string? Description { get; set; }
}
