using System;
using System.Collections.Generic;
using System.Security;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What Test-OutlookAppPermissions is to prove.</summary>
public sealed class PermissionTestRequest
{
    /// <summary>The five that an Outlook mailbox in other software needs (NocoBase's list).</summary>
    public static IReadOnlyList<string> DefaultPermissions { get; } =
        Array.AsReadOnly(new[] { "email", "offline_access", "IMAP.AccessAsUser.All", "SMTP.Send", "User.Read" });

    /// <summary>What an app without a person needs for the same (roles of Office 365 Exchange Online).</summary>
    public static IReadOnlyList<string> AppOnlyPermissions { get; } =
        Array.AsReadOnly(new[] { "IMAP.AccessAsApp", "SMTP.SendAsApp" });

    /// <summary>Null for the default list of the session's kind.</summary>
    public IReadOnlyList<string>? Permissions { get; set; }

    /// <summary>The sign-ins to test; None for each that the app is registered for, as far as it is known here.</summary>
    public OutlookAppSignIn SignIn { get; set; }

    /// <summary>OPATH: an app without a person is to send for the recipients of this filter alone, by RBAC for Applications; null for mailbox permissions.</summary>
    public string? RecipientFilter { get; set; }

    /// <summary>A Graph token that shows the registration; null looks as whoever managed apps here before, if anybody did.</summary>
    public SecureString? GraphToken { get; set; }

    /// <summary>The app by which somebody signed in to Graph before; null for the one that registered the app.</summary>
    public string? BootstrapClientId { get; set; }

    /// <summary>Sends one mail from the mailbox to itself: the only proof of the right to send as that mailbox.</summary>
    public bool SendTestMail { get; set; }
}
