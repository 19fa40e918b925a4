using System;
using System.Collections.Generic;

namespace OutlookMail.Identity;

/// <summary>A sign-in under way at Entra's page: the address to open, and what its answer must fit.</summary>
public sealed class WebAppRequest
{
    internal WebAppRequest(Uri address, IReadOnlyList<string> scopes, string state, string verifier)
    {
        Address = address;
        Scopes = scopes;
        State = state;
        Verifier = verifier;
    }

    /// <summary>Where the person signs in.</summary>
    public Uri Address { get; }

    internal IReadOnlyList<string> Scopes { get; }

    internal string State { get; }

    // RFC 7636 §4.1: with it the code can be redeemed, so it never leaves this process before.
    internal string Verifier { get; }
}
