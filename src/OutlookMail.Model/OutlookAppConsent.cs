namespace OutlookMail.Model;

/// <summary>Who is to have consented once a registration is done.</summary>
public enum OutlookAppConsent
{
    /// <summary>Nobody: each person consents at the first sign-in.</summary>
    None,

    /// <summary>The person who registers the app, for herself.</summary>
    User,

    /// <summary>An administrator, for everybody in the tenant. Application permissions know no other consent.</summary>
    Tenant,
}
