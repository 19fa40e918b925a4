namespace OutlookMail.Identity;

/// <summary>How a profile signs in.</summary>
public enum SignInFlow
{
    DeviceCode,
    Browser,

    /// <summary>Authorization code of a web app with a credential of its own.</summary>
    WebApp,

    ClientSecret,
    Certificate,
    ManagedIdentity,
    Federation,
}
