namespace OutlookMail.Identity;

/// <summary>What kind of failure a sign-in met; this, and never an AADSTS number, decides what is done next.</summary>
public enum SignInFailure
{
    /// <summary>The server said no, and asking again changes nothing.</summary>
    Refused,

    /// <summary>Only a person at a sign-in page can go on (consent, MFA, an ended refresh token).</summary>
    InteractionRequired,

    /// <summary>The person said no.</summary>
    Declined,

    /// <summary>The device code ran out before anybody used it.</summary>
    CodeExpired,

    /// <summary>Throttled, or trouble on the server's side: the same request can succeed later.</summary>
    Transient,

    /// <summary>The server could not be reached.</summary>
    Network,

    /// <summary>TLS failed: name, chain or time of the certificate.</summary>
    TlsFailed,

    /// <summary>A value given to the sign-in cannot be right.</summary>
    InvalidSettings,

    /// <summary>The answer is not one that OAuth 2.0 allows.</summary>
    InvalidAnswer,

    /// <summary>No browser could be opened, or nothing could listen for its answer.</summary>
    BrowserUnavailable,

    /// <summary>No managed identity is here: this runs on no Azure host, or the host has none.</summary>
    ManagedIdentityUnavailable,

    /// <summary>Several accounts are in the store and none was named.</summary>
    AccountAmbiguous,

    /// <summary>This needs PowerShell 7.4 or later: .NET Framework lacks the cryptography for it.</summary>
    RequiresPowerShell7,
}
