namespace OutlookMail.Client;

/// <summary>What turns a permission's row green. Each combination of declared, consented, token and wire has exactly one.</summary>
internal enum PermissionRemedy
{
    /// <summary>Nothing: it works.</summary>
    None,

    /// <summary>Add it to the registration; it works without that, by a consent of its own.</summary>
    DeclareOnly,

    /// <summary>Add it to the registration and consent to it.</summary>
    DeclareAndConsent,

    /// <summary>Consent to what is declared.</summary>
    Consent,

    /// <summary>Get a new token: consent is there, and the present one is older.</summary>
    SignInAgain,

    /// <summary>The token is as it should be, and the server refuses: its own words decide.</summary>
    Server,

    /// <summary>Nobody could or would try it.</summary>
    Try,
}
