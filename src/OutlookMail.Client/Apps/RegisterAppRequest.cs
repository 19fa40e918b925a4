using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What Register-OutlookApp and Set-OutlookApp can be told of the app itself.</summary>
public sealed class RegisterAppRequest
{
    /// <summary>A new secret lasts half a year: Microsoft recommends less than twelve months.</summary>
    public static readonly TimeSpan DefaultSecretLifetime = TimeSpan.FromDays(180);

    // Of a federated credential's name, beside the hash.
    private const int MostOfASubject = 110;

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

    /// <summary>The secret's description.</summary>
    internal string SecretTitle => SecretName ?? "OutlookMail";

    /// <param name="consent">Who consents where nobody is named.</param>
    /// <exception cref="OutlookMailException">AppInvalid: an issuer without a subject, or the other way round.</exception>
    internal AppShape ToShape(OutlookAppConsent? consent = null) => new()
    {
        Name = Name ?? "",
        ClientId = ClientId,
        SignIn = SignIn,
        Audience = Audience,
        RedirectUris = RedirectUris,
        Permissions = Permissions ?? (SignIn == OutlookAppSignIn.None ? Array.Empty<string>() : null),
        Consent = Consent ?? consent ?? OwnConsent,
        Without = RemovePermissions,
        Owners = Owners,
        Federation = Federation(),
        Exact = Exact,
    };

    private OutlookAppConsent OwnConsent =>
        SignIn == OutlookAppSignIn.None || Audience == OutlookAppAudience.PersonalMicrosoftAccount ? OutlookAppConsent.None
        : (SignIn & OutlookAppSignIn.AppOnly) != 0 ? OutlookAppConsent.Tenant
        : OutlookAppConsent.User;

    private GraphFederatedCredential? Federation() => (FederationIssuer, FederationSubject) switch
    {
        (null, null) => null,
        (_, null) => throw AppErrors.AppInvalid("FederationSubject", "Outside tokens are known by their issuer and their subject, and no subject is given.", null),
        (null, _) => throw AppErrors.AppInvalid("FederationIssuer", "Outside tokens are known by their issuer and their subject, and no issuer is given.", null),
        var (issuer, subject) => new GraphFederatedCredential
        {
            Name = FederationName(issuer, subject),
            Issuer = issuer,
            Subject = subject,
            Audiences = new List<string> { GraphFederatedCredential.DefaultAudience },
        },
    };

    // A letter or digit, then letters, digits, - and _, 120 in all, once in the app. Of a subject not much may be left of
    // these, and two subjects can leave the same: the hash tells them apart, and is the same the next time.
    private static string FederationName(string issuer, string subject)
    {
        var name = new string(subject.Select(c => char.IsLetterOrDigit(c) && c < 128 ? c : '-').ToArray()).Trim('-');
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(issuer + "\n" + subject)).Take(4).Select(b => b.ToString("x2", CultureInfo.InvariantCulture));
        return (name.Length <= MostOfASubject ? name : name.Substring(0, MostOfASubject)) + (name.Length > 0 ? "-" : "") + string.Concat(hash);
    }
}
