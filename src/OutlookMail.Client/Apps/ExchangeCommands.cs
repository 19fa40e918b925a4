using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Client;

/// <summary>The commands by which an Exchange administrator lets an app without a person into mailboxes.</summary>
public static class ExchangeCommands
{
    /// <param name="clientId">The app.</param>
    /// <param name="servicePrincipalId">The Enterprise application's object id: the registration's own is refused by Exchange.</param>
    /// <param name="name">Shown in Exchange.</param>
    /// <param name="mailboxes">Addresses; empty leaves a placeholder.</param>
    public static IReadOnlyList<string> ForApp(string clientId, string servicePrincipalId, string name, IReadOnlyList<string> mailboxes)
    {
        var lines = new List<string> { Principal(clientId, servicePrincipalId, name) };
        foreach (var mailbox in mailboxes.Count > 0 ? mailboxes.Select(Quote) : new[] { "<mailbox>" })
        {
            lines.Add($"Add-MailboxPermission -Identity {mailbox} -User {servicePrincipalId} -AccessRights FullAccess");
            lines.Add($"Add-RecipientPermission -Identity {mailbox} -Trustee {servicePrincipalId} -AccessRights SendAs -Confirm:$false");
        }

        return lines;
    }

    /// <summary>RBAC for Applications: sending for the mailboxes of a scope, with no API permission in the token. IMAP has no such role.</summary>
    /// <param name="clientId">The app.</param>
    /// <param name="servicePrincipalId">The Enterprise application's object id.</param>
    /// <param name="name">Shown in Exchange; the scope is named after it.</param>
    /// <param name="recipientFilter">OPATH, for example <c>MemberOfGroup -eq '…'</c>.</param>
    public static IReadOnlyList<string> ForScope(string clientId, string servicePrincipalId, string name, string recipientFilter) => new[]
    {
        Principal(clientId, servicePrincipalId, name),
        $"New-ManagementScope -Name {Quote(name + " recipients")} -RecipientRestrictionFilter {Quote(recipientFilter)}",
        $"New-ManagementRoleAssignment -Role 'Application SMTP.SendAsApp' -App {servicePrincipalId} -CustomResourceScope {Quote(name + " recipients")}",
        $"Test-ServicePrincipalAuthorization -Identity {servicePrincipalId}",
    };

    private static string Principal(string clientId, string servicePrincipalId, string name) =>
        $"New-ServicePrincipal -AppId {clientId} -ObjectId {servicePrincipalId} -DisplayName {Quote(name)}";

    /// <summary>An argument as it stands where nothing in it means anything to a shell, and quoted otherwise: ids and names come from Graph and from people.</summary>
    internal static string Word(string text) => text.Length > 0 && char.IsLetterOrDigit(text[0]) && text.All(c => c < 128 && (char.IsLetterOrDigit(c) || c is '.' or '-' or '_')) ? text : Quote(text);

    // PowerShell's single-quoted string (about_Quoting_Rules): only a quote is special; it knows five kinds of them.
    internal static string Quote(string text) =>
        "'" + string.Concat(text.Select(c => c is '\'' or '\u2018' or '\u2019' or '\u201a' or '\u201b' ? new string(c, 2) : c.ToString())) + "'";
}
