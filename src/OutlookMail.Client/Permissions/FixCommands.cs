using System.Collections.Generic;
using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>The commands that put a row right, as they can be pasted.</summary>
internal sealed class FixCommands
{
    private readonly PermissionContext context;

    public FixCommands(PermissionContext context) => this.context = context;

    private string ClientId => context.ClientId ?? "<client id>";

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

            return context.SignIn == nameof(OutlookAppSignIn.Interactive) ? text + " -Interactive" : text;
        }
    }

    /// <summary>A sign-in in which the person takes part again; an app's own needs nothing of the kind.</summary>
    public string SignInAnew => context.Session is null || context.IsAppOnly || context.SignIn == "AccessToken" ? Connect : Lines("Disconnect-OutlookMailbox -Forget", Connect);

    public string Reconnect => context.Session is null ? Connect : Lines("Disconnect-OutlookMailbox", Connect);

    public string Declare(string permission) => Manage($"Set-OutlookApp -ClientId {ClientId} -Permission {permission}");

    public string ConsentForUser(string permission) => Manage($"Set-OutlookApp -ClientId {ClientId} -Permission {permission} -Consent User");

    public string ConsentForTenant(params string[] permissions) =>
        Manage($"Set-OutlookApp -ClientId {ClientId} -Permission {string.Join(", ", permissions)} -Consent Tenant");

    public string Serve(OutlookAppSignIn signIn, string? redirect = null) =>
        Manage($"Set-OutlookApp -ClientId {ClientId} -SignIn {signIn}" + (redirect is null ? "" : " -RedirectUri " + ExchangeCommands.Quote(redirect)));

    public string ChangeAudience(OutlookAppAudience audience) => Manage($"Set-OutlookApp -ClientId {ClientId} -Audience {audience}");

    public string Withdraw(IEnumerable<string> permissions) => Manage($"Set-OutlookApp -ClientId {ClientId} -RemovePermission {string.Join(", ", permissions)}");

    public string RotateSecret => Manage($"Update-OutlookAppSecret -ClientId {ClientId} -Overlap 0");

    public string RotateCertificate => Manage($"Update-OutlookAppCertificate -ClientId {ClientId} -Overlap 0");

    /// <summary>Makes the service principal again, with the consents of its sign-ins.</summary>
    public string EnsurePrincipal => Manage($"Set-OutlookApp -ClientId {ClientId} -SignIn {(context.IsAppOnly ? "AppOnly -Consent Tenant" : context.SignIn == "AccessToken" ? "DeviceCode" : context.SignIn)}");

    public string AdminConsentUrl => (context.IsAppOnly ? "Get-OutlookAdminConsentUrl -AppOnly" : "Get-OutlookAdminConsentUrl") + " -ClientId " + ClientId;

    public string EnableSmtpAuth => $"Set-CASMailbox -Identity {Mailbox} -SmtpClientAuthenticationDisabled $false";

    public string EnableImap => $"Set-CASMailbox -Identity {Mailbox} -ImapEnabled $true";

    public string GrantFullAccess => $"Add-MailboxPermission -Identity {Mailbox} -User {Account} -AccessRights FullAccess";

    public string GrantSendAs => $"Add-RecipientPermission -Identity {Mailbox} -Trustee {Account} -AccessRights SendAs -Confirm:$false";

    /// <summary>What lets an app without a person into the mailbox.</summary>
    public string ExchangeStep => Lines(ExchangeCommands.ForApp(
        ClientId,
        context.View.Principal?.Id ?? context.Kept?.ServicePrincipalId ?? "<object id of the Enterprise application>",
        context.View.Application?.DisplayName ?? context.Kept?.Name ?? "OutlookMail",
        context.Mailbox is { } mailbox ? new[] { mailbox } : new string[0]).ToArray());

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
            command += " -BootstrapClientId " + bootstrap;
        }

        return context.Kept?.Tenant is { Length: > 0 } tenant ? command + " -Tenant " + tenant : command;
    }
}
