namespace OutlookMail.Identity.Registration;

/// <summary>Why an app cannot be registered, changed or given a secret as asked.</summary>
public enum RegistrationFailure
{
    /// <summary>Something that Entra would refuse, found before anything was sent.</summary>
    InvalidShape,

    /// <summary>A permission that neither Graph nor Exchange Online offers.</summary>
    PermissionUnknown,

    /// <summary>The signed-in person or app lacks rights that the work needs.</summary>
    RightsMissing,

    /// <summary>There is no such app.</summary>
    NotFound,

    /// <summary>Several apps have the name.</summary>
    Ambiguous,

    /// <summary>The audience's cap on secrets is reached.</summary>
    SecretLimit,

    /// <summary>A new secret or certificate was made, and Entra does not take it.</summary>
    SecretNotProved,
}
