using System;
using System.Collections.Generic;

namespace OutlookMail.Identity;

/// <summary>What was found, where, and what was passed over: what -Verbose tells.</summary>
public sealed class SignInSource
{
    private readonly Func<AppCredential>? credential;

    internal SignInSource(SignInSourceKind kind, IReadOnlyList<string> variables, IReadOnlyList<string> passedOver, Func<AppCredential>? credential)
    {
        Kind = kind;
        Variables = variables;
        PassedOver = passedOver;
        this.credential = credential;
    }

    public SignInSourceKind Kind { get; }

    public string? ClientId { get; internal set; }

    public string? Tenant { get; internal set; }

    /// <summary>The authority's scheme and host when a variable names one.</summary>
    public string? Authority { get; internal set; }

    /// <summary>The client id of a user-assigned managed identity; null for the system-assigned one.</summary>
    public string? ManagedIdentityClientId { get; internal set; }

    /// <summary>Whether the host says by itself that it has a managed identity (App Service, Functions, Automation); virtual machines do not.</summary>
    public bool HasHostIdentity { get; internal set; }

    /// <summary>The names, never the values, of the variables that won.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>Variables that are set and were not used, each with the reason, as sentences.</summary>
    public IReadOnlyList<string> PassedOver { get; }

    /// <summary>Makes the credential, which reads its certificate now and its token at each use.</summary>
    /// <returns>Null for None, AppOnly and ManagedIdentity.</returns>
    /// <exception cref="SignInException">The certificate cannot be read.</exception>
    public AppCredential? CreateCredential() => credential?.Invoke();

    public override string ToString() => Variables.Count == 0 ? Kind.ToString() : $"{Kind} from {string.Join(", ", Variables)}";
}
