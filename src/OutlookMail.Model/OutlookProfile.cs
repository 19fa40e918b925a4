using System;

namespace OutlookMail.Model;

/// <summary>A named sign-in: which app, where, how, and whose mail. It holds no secret; <see cref="HasSecret"/> says whether one is kept.</summary>
public sealed class OutlookProfile
{
    public OutlookProfile(string profile) => Profile = profile;

    /// <summary>Its name, as Connect-OutlookMailbox -Profile takes it.</summary>
    public string Profile { get; }

    /// <summary>DeviceCode, Browser, WebApp, ClientSecret, Certificate, ManagedIdentity or Federation.</summary>
    public string SignIn { get; set; } = "";

    public string? ClientId { get; set; }

    public string? Tenant { get; set; }

    public OutlookCloud Cloud { get; set; }

    public string? Authority { get; set; }

    public string? Account { get; set; }

    public string? Mailbox { get; set; }

    public bool HasSecret { get; set; }

    /// <summary>The SecretManagement vault that holds the secret; null when the profile does, or when there is none.</summary>
    public string? Vault { get; set; }

    public DateTimeOffset? SecretEndsOn { get; set; }

    /// <summary>True for the one that is used when nothing else is named.</summary>
    public bool IsDefault { get; set; }

    public override string ToString() => Profile;
}
