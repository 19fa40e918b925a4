using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Exchange.Administration;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox;

/// <summary>
/// What an Exchange administrator does in PowerShell to let an app without a person, or another person, into mailboxes
/// (Microsoft's how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth.md).
/// </summary>
public sealed class SandboxExchange
{
    /// <summary>The one role for a mail protocol of RBAC for Applications: IMAP and POP have none.</summary>
    public const string SendAsAppRole = "Application SMTP.SendAsApp";

    private readonly object gate = new();
    private readonly List<ExchangePrincipal> principals = [];
    private readonly List<ManagementScope> scopes = [];
    private readonly List<RoleAssignment> assignments = [];
    private readonly EntraDirectory directory;
    private readonly SandboxMailStore store;

    internal SandboxExchange(EntraDirectory directory, SandboxMailStore store)
    {
        this.directory = directory;
        this.store = store;
    }

    /// <summary>Set-TransportConfig: true refuses SMTP AUTH for every mailbox that says nothing itself.</summary>
    public bool SmtpClientAuthenticationDisabled { get; set; }

    /// <summary>The service principals that Exchange knows; Entra's own list is another.</summary>
    public IReadOnlyList<(Guid AppId, Guid ObjectId, string DisplayName)> ServicePrincipals
    {
        get
        {
            lock (gate)
            {
                return [.. principals.Select(p => (p.AppId, p.ObjectId, p.DisplayName))];
            }
        }
    }

    /// <summary>Makes an app known to Exchange.</summary>
    /// <param name="appId">The client id.</param>
    /// <param name="objectId">The Enterprise application's object id. Any other than the registration's is taken as it is: Exchange does not look it up either.</param>
    /// <exception cref="SandboxExchangeException">It is there already, or the object id is the app registration's.</exception>
    public void NewServicePrincipal(Guid appId, Guid objectId, string? displayName = null)
    {
        if (directory.Apps.Any(a => a.ObjectId == objectId))
        {
            throw new SandboxExchangeException("InvalidObjectId",
                $"The object ID {objectId} is the app registration's. Use the object ID of the Enterprise application: with the registration's, every sign-in would fail.");
        }

        lock (gate)
        {
            if (principals.Exists(p => p.AppId == appId || p.ObjectId == objectId))
            {
                throw new SandboxExchangeException("ADObjectAlreadyExistsException", $"The service principal {appId} already exists.");
            }

            principals.Add(new ExchangePrincipal(appId, objectId, displayName ?? directory.FindApp(appId.ToString())?.DisplayName ?? appId.ToString()));
        }
    }

    /// <param name="identity">Object id, client id or display name.</param>
    /// <exception cref="SandboxExchangeException">Exchange knows no such service principal.</exception>
    public void RemoveServicePrincipal(string identity)
    {
        ExchangePrincipal found = FindPrincipal(identity) ?? throw SandboxExchangeException.NotFound(identity);
        lock (gate)
        {
            principals.Remove(found);
            assignments.RemoveAll(a => a.ObjectId == found.ObjectId);
        }
    }

    /// <summary>Full access to a mailbox, which IMAP asks for.</summary>
    /// <param name="mailbox">Its address.</param>
    /// <param name="user">A user's address, or a service principal by object id, client id or display name.</param>
    /// <exception cref="SandboxExchangeException">One of them is not there; an app has to be made known first.</exception>
    public void AddMailboxPermission(string mailbox, string user) => FindMailbox(mailbox).GrantFullAccess(FindTrustee(user));

    /// <summary>The right to send as a mailbox, which SMTP asks for.</summary>
    /// <inheritdoc cref="AddMailboxPermission"/>
    public void AddRecipientPermission(string mailbox, string trustee) => FindMailbox(mailbox).GrantSendAs(FindTrustee(trustee));

    /// <param name="filter">OPATH over a mailbox's own properties: <c>PrimarySmtpAddress -like '*@contoso.test'</c>.</param>
    /// <exception cref="SandboxExchangeException">There is one of that name, or the filter is not understood.</exception>
    public void NewManagementScope(string name, string filter)
    {
        RecipientFilter parsed = RecipientFilter.Parse(filter);
        lock (gate)
        {
            if (scopes.Exists(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new SandboxExchangeException("ADObjectAlreadyExistsException", $"The management scope '{name}' already exists.");
            }

            scopes.Add(new ManagementScope(name, parsed.Text));
        }
    }

    /// <summary>RBAC for Applications: the app may do what the role says for the mailboxes of the scope, without an API permission in its token.</summary>
    /// <param name="app">A service principal by object id, client id or display name.</param>
    /// <param name="scope">A management scope's name; null: every mailbox.</param>
    /// <exception cref="SandboxExchangeException">App, role or scope is not there.</exception>
    public void NewManagementRoleAssignment(string app, string role, string? scope)
    {
        ExchangePrincipal principal = FindPrincipal(app) ?? throw SandboxExchangeException.NotFound(app);
        if (!role.Equals(SendAsAppRole, StringComparison.OrdinalIgnoreCase))
        {
            throw SandboxExchangeException.NotFound(role);
        }

        lock (gate)
        {
            if (scope is not null && !scopes.Exists(s => s.Name.Equals(scope, StringComparison.OrdinalIgnoreCase)))
            {
                throw SandboxExchangeException.NotFound(scope);
            }

            assignments.Add(new RoleAssignment(principal.ObjectId, SendAsAppRole, scope));
        }
    }

    internal ExchangePrincipal? FindPrincipal(string identity)
    {
        lock (gate)
        {
            return principals.Find(p => p.ObjectId.ToString().Equals(identity, StringComparison.OrdinalIgnoreCase)
                || p.AppId.ToString().Equals(identity, StringComparison.OrdinalIgnoreCase)
                || p.DisplayName.Equals(identity, StringComparison.OrdinalIgnoreCase));
        }
    }

    internal SandboxMailbox FindMailbox(string identity) => store.Find(identity) ?? throw SandboxExchangeException.NotFound(identity);

    /// <summary>The role assignments of an app, with the text of each scope's filter.</summary>
    internal IReadOnlyList<(RoleAssignment Assignment, string? Filter)> AssignmentsOf(ExchangePrincipal principal)
    {
        lock (gate)
        {
            return [.. assignments.Where(a => a.ObjectId == principal.ObjectId)
                .Select(a => (a, scopes.Find(s => s.Name.Equals(a.Scope, StringComparison.OrdinalIgnoreCase))?.Filter))];
        }
    }

    /// <summary>Whether an app's token opens a mailbox over IMAP.</summary>
    internal bool MayOpen(AccessClaims app, SandboxMailbox mailbox) =>
        app.HasRole("IMAP.AccessAsApp") && Principal(app) is not null && mailbox.MayOpen(app.ObjectId.ToString());

    /// <summary>Whether an app's token may submit for a mailbox: a token with the API permission is judged by the mailbox's permissions, one without it by RBAC.</summary>
    internal bool MaySubmit(AccessClaims app, SandboxMailbox mailbox) => Principal(app) is ExchangePrincipal principal
        && (app.HasRole("SMTP.SendAsApp")
            ? mailbox.MaySendAs(app.ObjectId.ToString())
            : AssignmentsOf(principal).Any(a => IsInScope(a.Filter, mailbox)));

    internal bool IsInScope(string? filter, SandboxMailbox mailbox) => filter is null || RecipientFilter.Parse(filter).Matches(mailbox, directory);

    internal bool IsSmtpDisabledFor(SandboxMailbox mailbox) => mailbox.SmtpClientAuthenticationDisabled ?? SmtpClientAuthenticationDisabled;

    internal ExchangeState ToState()
    {
        lock (gate)
        {
            return new ExchangeState(SmtpClientAuthenticationDisabled, [.. principals], [.. scopes], [.. assignments]);
        }
    }

    internal void Restore(ExchangeState kept)
    {
        lock (gate)
        {
            SmtpClientAuthenticationDisabled = kept.SmtpClientAuthenticationDisabled;
            principals.AddRange(kept.Principals);
            scopes.AddRange(kept.Scopes);
            assignments.AddRange(kept.Assignments);
        }
    }

    // Both ids have to be those of the token: with another object id Exchange cannot match the app that comes.
    private ExchangePrincipal? Principal(AccessClaims app)
    {
        lock (gate)
        {
            return principals.Find(p => p.AppId == app.AppId && p.ObjectId == app.ObjectId);
        }
    }

    private string FindTrustee(string identity) =>
        directory.FindUser(identity)?.Address ?? FindPrincipal(identity)?.ObjectId.ToString() ?? throw SandboxExchangeException.NotFound(identity);
}
