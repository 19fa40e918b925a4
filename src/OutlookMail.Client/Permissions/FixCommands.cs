using System.Collections.Generic;
using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>The commands that put a row right, as they can be pasted.</summary>
internal sealed class FixCommands
{
    private const string LocalRedirect = "http://localhost/signin";

    private readonly PermissionContext context;

    public FixCommands(PermissionContext context) => this.context = context;

    private string ClientId => ExchangeCommands.Word(context.ClientId ?? "<client id>");

    private string Mailbox => ExchangeCommands.Quote(context.Mailbox ?? "<mailbox>");

    private string Account => ExchangeCommands.Quote(context.Account ?? "<account>");

    private bool IsSandbox => context.Plan.Request.Sandbox is not null;

    /// <summary>A sign-in of the same kind.</summary>
    public string Connect
    {
        get
        {
            var text = "Connect-OutlookMailbox -ClientId " + ClientId;
            if ((context.IsAppOnly || context.IsShared) && context.Mailbox is not null)
            {
                text += " -Mailbox " + Mailbox;
            }

            if (context.Plan.Request.SendOnly)
            {
                text += " -SendOnly";
            }

            return context.Tested switch
            {
                OutlookAppSignIn.Interactive => text + " -Interactive",
                OutlookAppSignIn.Web => Lines(WebRedirect, text + Credential),
                OutlookAppSignIn.AppOnly => text + Credential,
                OutlookAppSignIn.DeviceCode when context.Kept is { SignIn: var first } && (first & OutlookAppSignIn.DeviceCode) == 0 && first != OutlookAppSignIn.None => text + " -SignIn DeviceCode",
                _ => text,
            };
        }
    }

    // What is kept of the app is used by itself; of several sign-ins the first is, unless another one is named.
    private string Credential => context.Kept is { } kept
        ? kept.SignIn == context.Tested ? "" : " -SignIn " + context.Tested
        : context.Session?.Handle.SignIn is null or "ClientSecret" or "WebApp"
            ? (context.Tested == OutlookAppSignIn.Web ? " -RedirectUri " + LocalRedirect : "") + " -ClientSecret (Read-Host 'Client secret' -AsSecureString)"
            : "";

    // Somebody at this machine signs in to a web app through an address on it.
    private string WebRedirect => context.Kept is { } kept && !kept.RedirectUris.Any(KeptCredential.IsHere) ? Serve(OutlookAppSignIn.Web, LocalRedirect) : "";

    public string NewSecret => Manage($"New-OutlookAppSecret -ClientId {ClientId}");

    public string TestWithMailbox => $"Test-OutlookAppPermissions -ClientId {ClientId} -SignIn AppOnly -Mailbox {Mailbox}";

    /// <summary>A sign-in in which the person takes part again; an app's own needs nothing of the kind.</summary>
    public string SignInAnew => !context.IsOpen || context.IsAppOnly || context.SignIn == "AccessToken" ? Connect : Lines("Disconnect-OutlookMailbox -Forget", Connect);

    public string Reconnect => !context.IsOpen ? Connect : Lines("Disconnect-OutlookMailbox", Connect);

    public string Declare(string permission) => Manage($"Set-OutlookApp -ClientId {ClientId} -Permission {ExchangeCommands.Word(permission)}");

    public string ConsentForUser(string permission) => Manage($"Set-OutlookApp -ClientId {ClientId} -Permission {ExchangeCommands.Word(permission)} -Consent User");

    public string ConsentForTenant(params string[] permissions) =>
        Manage($"Set-OutlookApp -ClientId {ClientId} -Permission {List(permissions)} -Consent Tenant");

    public string Serve(OutlookAppSignIn signIn, string? redirect = null) =>
        Manage($"Set-OutlookApp -ClientId {ClientId} -SignIn {signIn}" + (redirect is null ? "" : " -RedirectUri " + ExchangeCommands.Quote(redirect)));

    public string ChangeAudience(OutlookAppAudience audience) => Manage($"Set-OutlookApp -ClientId {ClientId} -Audience {audience}");

    public string Withdraw(IEnumerable<string> permissions) => Manage($"Set-OutlookApp -ClientId {ClientId} -RemovePermission {List(permissions)}");

    public string RotateSecret => Manage($"Update-OutlookAppSecret -ClientId {ClientId} -Overlap 0");

    public string RemoveSecret(string keyId) => Manage($"Remove-OutlookAppSecret -ClientId {ClientId} -KeyId {ExchangeCommands.Word(keyId)} -Force");

    public string RotateCertificate => Manage($"Update-OutlookAppCertificate -ClientId {ClientId} -Overlap 0");

    /// <summary>Makes the service principal again, with the consents of its sign-ins.</summary>
    public string EnsurePrincipal => Manage($"Set-OutlookApp -ClientId {ClientId} -SignIn {(context.IsAppOnly ? "AppOnly -Consent Tenant" : context.SignIn == "AccessToken" ? "DeviceCode" : context.SignIn)}");

    public string AdminConsentUrl => (context.IsAppOnly ? "Get-OutlookAdminConsentUrl -AppOnly" : "Get-OutlookAdminConsentUrl") + " -ClientId " + ClientId;

    public string EnableSmtpAuth => $"Set-CASMailbox -Identity {Mailbox} -SmtpClientAuthenticationDisabled $false";

    public string EnableImap => $"Set-CASMailbox -Identity {Mailbox} -ImapEnabled $true";

    public string GrantFullAccess => $"Add-MailboxPermission -Identity {Mailbox} -User {Account} -AccessRights FullAccess";

    public string GrantSendAs => $"Add-RecipientPermission -Identity {Mailbox} -Trustee {Account} -AccessRights SendAs -Confirm:$false";

    /// <summary>What lets an app without a person into the mailbox.</summary>
    public string ExchangeStep => Lines(ExchangeCommands.ForApp(ClientId, PrincipalId, AppName, context.Mailbox is { } mailbox ? new[] { mailbox } : new string[0]).ToArray());

    /// <summary>What lets it send for the recipients of a filter, and nothing else. With the role in the token Exchange would look at mailbox permissions instead (facts 4.2).</summary>
    public string ExchangeScope => Lines(
        Withdraw(new[] { PermissionTrial.SmtpRole }),
        Lines(ExchangeCommands.ForScope(ClientId, PrincipalId, AppName, context.RecipientFilter!).ToArray()),
        context.IsOpen ? Reconnect : "");

    private string PrincipalId => ExchangeCommands.Word(context.View.Principal?.Id ?? context.Kept?.ServicePrincipalId ?? "<object id of the Enterprise application>");

    private string AppName => context.View.Application?.DisplayName ?? context.Kept?.Name ?? "OutlookMail";

    public static string Lines(params string[] lines) => string.Join("\n", lines.Where(l => l.Length > 0));

    // In a sandbox everything is found by itself; elsewhere whoever manages the app signs in by the app that made it.
    private string Manage(string command)
    {
        if (IsSandbox)
        {
            return command;
        }

        if (context.Kept?.BootstrapClientId is { } bootstrap)
        {
            command += " -BootstrapClientId " + ExchangeCommands.Word(bootstrap);
        }

        return context.Kept?.Tenant is { Length: > 0 } tenant ? command + " -Tenant " + ExchangeCommands.Word(tenant) : command;
    }

    private static string List(IEnumerable<string> permissions) => string.Join(", ", permissions.Select(ExchangeCommands.Word));
}
