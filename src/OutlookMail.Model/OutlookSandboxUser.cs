using System;

namespace OutlookMail.Model;

/// <summary>A person of a sandbox, as it was when asked.</summary>
public sealed class OutlookSandboxUser
{
    public OutlookSandboxUser(string userPrincipalName) => UserPrincipalName = userPrincipalName;

    /// <summary>User principal name and primary address in one.</summary>
    public string UserPrincipalName { get; }

    public string DisplayName { get; set; } = "";

    public Guid ObjectId { get; set; }

    /// <summary>A personal Microsoft account and no work or school one.</summary>
    public bool IsPersonal { get; set; }

    public bool IsAdministrator { get; set; }

    /// <summary>False: every sign-in is refused with AADSTS50057.</summary>
    public bool IsEnabled { get; set; }

    /// <summary>The AADSTS number that every token request of this person meets; null for none.</summary>
    public int? SignInError { get; set; }

    public override string ToString() => UserPrincipalName;
}
