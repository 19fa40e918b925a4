namespace OutlookMail.Model;

/// <summary>Whose accounts may sign in to an app, in Graph's own words (signInAudience).</summary>
public enum OutlookAppAudience
{
    /// <summary>Work accounts of the app's own tenant.</summary>
    AzureADMyOrg,

    /// <summary>Work accounts of any tenant.</summary>
    AzureADMultipleOrgs,

    /// <summary>Work accounts of any tenant, and personal accounts (Outlook.com, Hotmail).</summary>
    AzureADandPersonalMicrosoftAccount,

    /// <summary>Personal accounts only.</summary>
    PersonalMicrosoftAccount,
}
