using System;
using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What Register-OutlookApp and Set-OutlookApp can be told of the app itself.</summary>
public sealed class RegisterAppRequest
{
    /// <summary>A new secret lasts half a year: Microsoft recommends less than twelve months.</summary>
    public static readonly TimeSpan DefaultSecretLifetime = TimeSpan.FromDays(180);

    public string? Name { get; set; }

    /// <summary>Names an app that is there.</summary>
    public string? ClientId { get; set; }

    /// <summary>None keeps an existing app's sign-ins as they are.</summary>
    public OutlookAppSignIn SignIn { get; set; } = OutlookAppSignIn.DeviceCode;

    public OutlookAppAudience? Audience { get; set; }

    public IReadOnlyList<string> RedirectUris { get; set; } = Array.Empty<string>();

    /// <summary>Null: what the sign-ins need.</summary>
    public IReadOnlyList<string>? Permissions { get; set; }

    /// <summary>Permissions to take away, from the declaration and from consents.</summary>
    public IReadOnlyList<string> RemovePermissions { get; set; } = Array.Empty<string>();

    /// <summary>Null: the registering person's own consent, and the tenant's where only that exists (AppOnly).</summary>
    public OutlookAppConsent? Consent { get; set; }

    public IReadOnlyList<string> Owners { get; set; } = Array.Empty<string>();

    public string? FederationIssuer { get; set; }

    public string? FederationSubject { get; set; }

    /// <summary>A certificate to sign in with, made here or given, in the place of a secret.</summary>
    public AppCertificateRequest? Certificate { get; set; }

    public bool Exact { get; set; }

    /// <summary>Makes no secret although a sign-in needs one.</summary>
    public bool NoSecret { get; set; }

    public string? SecretName { get; set; }

    public TimeSpan SecretLifetime { get; set; } = DefaultSecretLifetime;

    /// <summary>Refuses to make an app that is not there.</summary>
    public bool MustExist { get; set; }

    /// <summary>Makes the app the one that Connect-OutlookMailbox uses.</summary>
    public bool MakeDefault { get; set; } = true;
}
