using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using Xunit;
using static OutlookMail.Model.OutlookFixer;
using static OutlookMail.Model.OutlookPermissionStatus;

namespace OutlookMail.Tests.Permissions;

/// <summary>The table of breakages, written by hand.</summary>
internal static class Breakages
{
    private const string Bob = "bob@contoso.test";
    private const string Sales = "sales@contoso.test";

    private static readonly string[] Reading = ["Application.Read.All", "Directory.Read.All", "Policy.Read.All"];

    public static IReadOnlyList<Breakage> All { get; } =
    [
        .. Permissions(),
        .. Registration(),
        .. Credentials(),
        .. SignIns(),
        .. Mailboxes(),
        .. AppOnly(),
    ];

    private static IEnumerable<Breakage> Permissions() =>
    [
        new("IMAP is no longer declared", w => Connected(w, () => w.UndeclareAsync("IMAP.AccessAsUser.All")), "IMAP.AccessAsUser.All", Warning, "the registration does not declare it", AppOwner),
        new("SMTP is no longer consented to", w => Connected(w, () => w.UnconsentAsync("SMTP.Send")), "SMTP.Send", Warning, "the consent is gone", User),
        new("SMTP is neither declared nor consented to", w => Connected(w, () => Both(w, "SMTP.Send")), "SMTP.Send", Warning, "no longer declares it, and the consent is gone", AppOwner),
        new("User.Read is neither declared nor consented to, and its token has ended", w => Connected(w, () => Later(w, () => Both(w, "User.Read"))), "User.Read", Failed, "does not declare it, and nobody has consented", AppOwner),
        new("User.Read is declared and not consented to, and its token has ended", w => Connected(w, () => Later(w, () => w.UnconsentAsync("User.Read"))), "User.Read", Failed, "Nobody has consented", User),
        new("offline_access meets that all consents are gone", w => Connected(w, () => w.UnconsentAsync("IMAP.AccessAsUser.All", "SMTP.Send")), "offline_access", Failed, "Nobody has consented to what the app asks for", User),
        new("a token without SMTP.Send was handed in", w => WithToken(w, ["IMAP.AccessAsUser.All"]), "SMTP.Send", Failed, "the session's token was issued without it", Caller),
        new("a token without IMAP, which nobody has consented to", w => WithToken(w, ["SMTP.Send"], () => w.UnconsentAsync("IMAP.AccessAsUser.All")), "IMAP.AccessAsUser.All", Failed, "Nobody has consented", User),
        new("a token without SMTP.Send, and nobody can see the registration", w => WithToken(w, ["IMAP.AccessAsUser.All"], () => Blind(w)), "SMTP.Send", Failed, "The token was issued without it", User),
        new("a permission beyond need is declared", w => Connected(w, () => Declare(w, "Mail.ReadWrite")), "least privilege", Warning, "can do more than mail", AppOwner),
        new("a permission beyond need is consented to", w => Connected(w, () => w.GraphAsync("PATCH", "/oauth2PermissionGrants/" + GrantId(w, "User.Read"), new { scope = "openid profile email offline_access User.Read Mail.Read" })), "least privilege", Warning, "can do more than mail", AppOwner),
    ];

    private static IEnumerable<Breakage> Registration() =>
    [
        new("public client flows are off", w => Connected(w, () => w.PatchAppAsync(new { isFallbackPublicClient = false })), "public client flows", Failed, "a device code never sends", AppOwner),
        new("public client flows are off, and the sign-in is renewed", w => Connected(w, () => w.PatchAppAsync(new { isFallbackPublicClient = false })), "offline_access", Failed, "not a public client", AppOwner),
        new("the browser's address is gone", w => Connected(w, () => w.PatchAppAsync(new { publicClient = new { redirectUris = Array.Empty<string>() } }), OutlookAppSignIn.Interactive), "redirect addresses", Failed, "could not come back", AppOwner),
        new("the web app's address is gone", w => Connected(w, () => w.PatchAppAsync(new { web = new { redirectUris = Array.Empty<string>() } }), OutlookAppSignIn.Web), "redirect addresses", Failed, "could not come back", AppOwner),
        new("the app was made one for personal accounts", w => Connected(w, () => w.PatchAppAsync(new { signInAudience = "PersonalMicrosoftAccount", api = new { requestedAccessTokenVersion = 2 } })), "supported account types", Failed, "Work accounts may not use the app", AppOwner),
        new("the sign-in goes to common, and the app is for one tenant", ToCommonAsync, "supported account types", Failed, "AADSTS50194", Caller),
        new("the app was deleted", w => Connected(w, () => w.GraphAsync("DELETE", "/applications/" + w.App.ObjectId)), "app registration", Failed, "The app was deleted", AppOwner) { After = _ => "supported account types" },
        new("people may not consent, and no administrator has", w => Connected(w, () => Sees(w, () => w.Sandbox.UserConsentAllowed = false)), "user consent policy", Warning, "Nobody else can sign in", TenantAdministrator),
    ];

    private static IEnumerable<Breakage> Credentials() =>
    [
        new("the secret has ended", w => Connected(w, () => Later(w, null, TimeSpan.FromDays(2)), OutlookAppSignIn.Web, secretDays: 1), "client secret", Failed, "has expired", AppOwner),
        new("the secret ends in three weeks", w => Connected(w, null, OutlookAppSignIn.Web, secretDays: 21), "client secret", Warning, "ends soon", AppOwner),
        new("the secret was removed at Entra", w => Connected(w, () => RemoveSecretAsync(w), OutlookAppSignIn.Web), "client secret", Failed, "was removed at Entra", AppOwner),
        new("the secret was removed, and the sign-in is renewed", w => Connected(w, () => RemoveSecretAsync(w), OutlookAppSignIn.Web), "offline_access", Failed, "The client secret is wrong", AppOwner),
        new("a secret that has ended is left over", w => Connected(w, () => LeftOverAsync(w)), "client secret", Warning, "still listed", AppOwner),
        new("the certificate was removed at Entra", w => AppOnlyAsync(w, withCertificate: true, then: () => w.PatchAppAsync(new { keyCredentials = Array.Empty<object>() })), "certificate", Failed, "was removed at Entra", AppOwner),
        new("the certificate was removed, and the app signs in", w => AppOnlyAsync(w, withCertificate: true, then: () => w.PatchAppAsync(new { keyCredentials = Array.Empty<object>() })), "sign-in", Failed, "signature does not fit any certificate", AppOwner),
        new("the certificate ends in two weeks", w => AppOnlyAsync(w, withCertificate: true, days: 14), "certificate", Warning, "ends soon", AppOwner),
    ];

    private static IEnumerable<Breakage> SignIns() =>
    [
        new("the password was changed", w => Connected(w, () => Do(() => w.Sandbox.RevokeSignIns(AppWorld.Ada))), "kept sign-in", Failed, "was revoked", User),
        new("the sign-in is too old for the policy", w => Connected(w, () => Later(w, () => Do(() => w.Sandbox.ConditionalAccess.SignInFrequency = TimeSpan.FromHours(1)))), "kept sign-in", Failed, "sign-in frequency", TenantAdministrator),
        new("a policy stops device codes", w => Connected(w, () => Do(() => w.Sandbox.ConditionalAccess.BlockDeviceCode = true)), "Conditional Access", Failed, "stops sign-ins by device code", TenantAdministrator) { After = _ => "offline_access" },
        new("the account was disabled", w => Connected(w, () => Do(() => w.Sandbox.Users[0].IsEnabled = false)), "kept sign-in", Failed, "disabled", TenantAdministrator) { ByHand = w => w.Sandbox.Users[0].IsEnabled = true },
        new("the token that was handed in has ended", w => WithToken(w, ["IMAP.AccessAsUser.All", "SMTP.Send"], () => Do(() => w.Sandbox.Clock.Advance(TimeSpan.FromHours(2)))), "IMAP.AccessAsUser.All", Failed, "has expired", Caller),
    ];

    private static IEnumerable<Breakage> Mailboxes() =>
    [
        new("SMTP AUTH is off for the tenant", w => Connected(w, () => Do(() => w.Sandbox.Exchange.SmtpClientAuthenticationDisabled = true)), "SMTP AUTH", Failed, "for the whole tenant", ExchangeAdministrator),
        new("SMTP AUTH is off for the mailbox", w => Connected(w, () => Do(() => w.Sandbox.Store.Mailbox(AppWorld.Ada).SmtpClientAuthenticationDisabled = true)), "SMTP.Send", Failed, "for this mailbox", ExchangeAdministrator),
        new("security defaults are on", w => Connected(w, () => Do(() => w.Sandbox.ConditionalAccess.SecurityDefaults = true)), "SMTP AUTH", Failed, "security defaults", TenantAdministrator) { ByHand = w => w.Sandbox.ConditionalAccess.SecurityDefaults = false },
        new("IMAP is off for the mailbox", w => Connected(w, () => Do(() => w.Sandbox.Store.Mailbox(AppWorld.Ada).ImapEnabled = false)), "IMAP.AccessAsUser.All", Failed, "IMAP is switched off", ExchangeAdministrator),
        new("nobody gave Full Access to the shared mailbox", w => SharedAsync(w, fullAccess: false), "IMAP.AccessAsUser.All", Failed, "no Full Access", ExchangeAdministrator) { Mailbox = Sales },
        new("the right to open the shared mailbox, as a row of its own", w => SharedAsync(w, fullAccess: false), "Full Access to " + Sales, Failed, "no Full Access", ExchangeAdministrator) { Mailbox = Sales },
        new("nobody gave SendAs on the shared mailbox", w => SharedAsync(w, fullAccess: true), "SendAs " + Sales, Failed, "may not send as this mailbox", ExchangeAdministrator) { Mailbox = Sales, Request = new PermissionTestRequest { SendTestMail = true } },
    ];

    private static IEnumerable<Breakage> AppOnly() =>
    [
        new("Exchange does not know the app (IMAP)", w => w.RegisterAsync(OutlookAppSignIn.AppOnly), "IMAP.AccessAsApp", Failed, "Exchange Online does not know the app", ExchangeAdministrator) { Mailbox = Bob },
        new("Exchange does not know the app (SMTP)", w => w.RegisterAsync(OutlookAppSignIn.AppOnly), "SMTP.SendAsApp", Failed, "Exchange Online does not know the app", ExchangeAdministrator) { Mailbox = Bob },
        new("the role is declared and no administrator has consented", w => AppOnlyAsync(w, connects: false, then: () => w.UnassignAsync("IMAP.AccessAsApp")), "IMAP.AccessAsApp", Failed, "Nobody has consented", TenantAdministrator) { Mailbox = Bob },
        new("the role is neither declared nor consented to", w => AppOnlyAsync(w, connects: false, then: () => NoRole(w, "SMTP.SendAsApp")), "SMTP.SendAsApp", Failed, "does not declare it", TenantAdministrator) { Mailbox = Bob },
        new("the service principal was deleted", w => AppOnlyAsync(w, then: () => w.GraphAsync("DELETE", "/servicePrincipals/" + w.App.ServicePrincipalId)), "sign-in", Failed, "no service principal", AppOwner) { Mailbox = Bob },
        new("the app's secret was removed", w => AppOnlyAsync(w, then: () => RemoveSecretAsync(w)), "sign-in", Failed, "The client secret is wrong", AppOwner) { Mailbox = Bob },
    ];

    private static async Task Connected(AppWorld world, Func<Task>? then, OutlookAppSignIn signIn = OutlookAppSignIn.DeviceCode, int secretDays = 180)
    {
        await world.RegisterAsync(signIn, what => what.SecretLifetime = TimeSpan.FromDays(secretDays));
        await world.ConnectAsync();
        await (then?.Invoke() ?? Task.CompletedTask);
    }

    private static async Task WithToken(AppWorld world, string[] scopes, Func<Task>? then = null)
    {
        await Connected(world, null);
        await world.Client.DisconnectAsync(world.Session!, forget: true, AppWorld.Ct);
        await world.ConnectWithTokenAsync(world.Sandbox.IssueToken(AppWorld.Ada, scopes: scopes), sendOnly: !scopes.Contains("IMAP.AccessAsUser.All"));
        await (then?.Invoke() ?? Task.CompletedTask);
    }

    private static async Task SharedAsync(AppWorld world, bool fullAccess)
    {
        await Connected(world, null);
        world.Session = null;
        var shared = world.Sandbox.AddSharedMailbox(Sales);
        if (fullAccess)
        {
            shared.GrantFullAccess(AppWorld.Ada);
        }
    }

    private static async Task AppOnlyAsync(AppWorld world, bool withCertificate = false, int days = 180, bool connects = true, Func<Task>? then = null)
    {
        Assert.SkipWhen(withCertificate && Identity.LibraryFlavour.IsNetStandard, "Making a certificate needs PowerShell 7.4.");
        await world.RegisterAsync(OutlookAppSignIn.AppOnly, what => what.Certificate = withCertificate ? new AppCertificateRequest { Lifetime = TimeSpan.FromDays(days) } : null);
        world.TellExchange(Bob);
        if (connects)
        {
            await world.ConnectAsync(request => request.Mailbox = Bob);
        }

        await (then?.Invoke() ?? Task.CompletedTask);
    }

    private static async Task ToCommonAsync(AppWorld world)
    {
        await Connected(world, null);
        await world.Client.DisconnectAsync(world.Session!, forget: true, AppWorld.Ct);
        world.Session = null;
        world.SignInTenant = "common";
    }

    private static async Task Both(AppWorld world, string permission)
    {
        await world.UndeclareAsync(permission);
        await world.UnconsentAsync(permission);
    }

    private static async Task NoRole(AppWorld world, string role)
    {
        await world.UndeclareAsync(role);
        await world.UnassignAsync(role);
    }

    private static async Task Declare(AppWorld world, string permission)
    {
        using var work = await world.Client.Apps.PrepareAsync(world.Where, new RegisterAppRequest { ClientId = world.App.ClientId, SignIn = OutlookAppSignIn.None, Permissions = [permission], NoSecret = true, MakeDefault = false }, world, AppWorld.Ct);
        await work.ApplyAsync(AppWorld.Ct);
    }

    private static async Task RemoveSecretAsync(AppWorld world) =>
        await world.GraphAsync("POST", $"/applications/{world.App.ObjectId}/removePassword", new { keyId = world.App.Secrets[0].KeyId });

    private static async Task LeftOverAsync(AppWorld world)
    {
        var end = world.Sandbox.Clock.GetUtcNow() + TimeSpan.FromDays(1);
        await world.GraphAsync("POST", $"/applications/{world.App.ObjectId}/addPassword", new { passwordCredential = new { displayName = "old", endDateTime = end } });
        await Later(world, null, TimeSpan.FromDays(2));
    }

    private static async Task Later(AppWorld world, Func<Task>? then, TimeSpan? by = null)
    {
        world.Sandbox.Clock.Advance(by ?? TimeSpan.FromHours(2));
        await (then?.Invoke() ?? Task.CompletedTask);
    }

    private static Task Sees(AppWorld world, Action then)
    {
        world.GraphRights = Reading;
        then();
        return Task.CompletedTask;
    }

    private static Task Blind(AppWorld world)
    {
        world.GraphRights = ["User.Read"];
        return Task.CompletedTask;
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static string GrantId(AppWorld world, string permission) => (string)world.GraphAsync("GET", $"/oauth2PermissionGrants?$filter=clientId eq '{world.App.ServicePrincipalId}'").GetAwaiter().GetResult()!["value"]!
        .AsArray().Single(g => ((string)g!["scope"]!).Contains(permission, StringComparison.Ordinal))!["id"]!;
}
