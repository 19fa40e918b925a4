using System;
using System.Collections.Generic;

namespace OutlookMail.Client;

/// <summary>What Test-OutlookAppPermissions is to prove.</summary>
public sealed class PermissionTestRequest
{
    /// <summary>The five that an Outlook mailbox in other software needs (NocoBase's list).</summary>
    public static IReadOnlyList<string> DefaultPermissions { get; } =
        Array.AsReadOnly(new[] { "email", "offline_access", "IMAP.AccessAsUser.All", "SMTP.Send", "User.Read" });

    public IReadOnlyList<string> Permissions { get; set; } = DefaultPermissions;

    /// <summary>Sends one mail from the mailbox to itself: the only proof of the right to send as that mailbox.</summary>
    public bool SendTestMail { get; set; }
}
