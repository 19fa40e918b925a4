using System;

namespace OutlookMail.Client;

/// <summary>What New- and Update-OutlookAppSecret can be told.</summary>
public sealed class SecretRequest
{
    public string? ClientId { get; set; }

    /// <summary>The app's name, where no client id is given.</summary>
    public string? Name { get; set; }

    public string SecretName { get; set; } = "OutlookMail";

    public TimeSpan Lifetime { get; set; } = RegisterAppRequest.DefaultSecretLifetime;

    /// <summary>How long the secret before stays good; null leaves it as it is.</summary>
    public TimeSpan? Overlap { get; set; }
}
