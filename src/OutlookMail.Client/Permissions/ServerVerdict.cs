using System;
using System.Linq;
using OutlookMail.Identity;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>A refusal in the light of the sign-in that met it: one cause, one who can fix it, one fix.</summary>
internal sealed class ServerVerdict
{
    private const string AccessPages = "https://entra.microsoft.com/#view/Microsoft_AAD_ConditionalAccess/ConditionalAccessBlade/~/Policies";
    private const string SmtpAuthPage = "https://aka.ms/smtp_auth_disabled";

    private ServerVerdict(string cause, OutlookFixer fixer, string fix, string command = "", string? link = null)
    {
        Cause = cause;
        Fixer = fixer;
        Fix = fix;
        Command = command;
        Link = link;
    }

    public string Cause { get; }

    public OutlookFixer Fixer { get; }

    public string Fix { get; }

    public string Command { get; }

    public string? Link { get; }

    /// <param name="refused">The refusal.</param>
    /// <param name="context">The sign-in that met it.</param>
    /// <param name="permission">The permission under test, where one was.</param>
    public static ServerVerdict Of(OutlookMailException refused, PermissionContext context, string? permission = null)
    {
        var commands = new FixCommands(context);
        if (refused.InnerException is SignInException { AadstsCode: { } number } && OfEntra(number, context, commands) is { } known)
        {
            return known;
        }

        return refused.ErrorId switch
        {
            ErrorIds.SmtpAuthDisabled => SmtpAuth(refused, commands),
            ErrorIds.AuthenticatedNotConnected => NotConnected(context, commands),
            ErrorIds.AuthenticationRejected when context is { IsAppOnly: true, RecipientFilter: not null } && permission == PermissionTrial.SmtpRole => ScopedStep(commands),
            ErrorIds.AuthenticationRejected when context.IsAppOnly => ExchangeStep(commands),
            ErrorIds.AuthenticationRejected when context.IsShared => new(
                "Exchange refuses the sign-in to this mailbox: it does not exist, or the account has no right to it.", OutlookFixer.ExchangeAdministrator, refused.Fix, commands.GrantFullAccess),
            ErrorIds.SenderRejected => new(
                "The account may not send as this mailbox.", OutlookFixer.ExchangeAdministrator, refused.Fix, commands.GrantSendAs),
            ErrorIds.AccessTokenExpired => new("The access token has expired, and this session cannot renew it.", OutlookFixer.Caller, refused.Fix, commands.Reconnect),
            ErrorIds.WrongAudience => new("The token is not for the mail servers.", OutlookFixer.Caller, refused.Fix, commands.Reconnect),
            ErrorIds.ConsentMissing => new("Nobody has consented to what the app asks for.", OutlookFixer.User, refused.Fix, commands.SignInAnew),
            ErrorIds.SignInRequired or ErrorIds.NobodyToSignIn => new("There is no kept sign-in that can be used without a person.", OutlookFixer.User, "Sign in once at a shell.", commands.Connect),
            ErrorIds.MailboxRequired => new("An app's own sign-in has no mailbox, and none is named.", OutlookFixer.Caller, refused.Fix, commands.TestWithMailbox),
            ErrorIds.CredentialMissing => new("The app's secret or certificate is not kept here.", OutlookFixer.AppOwner, refused.Fix, FixCommands.Lines(commands.NewSecret, commands.Connect)),
            ErrorIds.AppInvalid when context.Tested == OutlookAppSignIn.Web => new("The app's Web redirect addresses are on other machines.", OutlookFixer.AppOwner, refused.Fix, commands.Connect),
            ErrorIds.DeviceCodeBlocked => Blocked(commands),
            ErrorIds.ConnectionFailed or ErrorIds.ConnectionLost or ErrorIds.TlsFailed => new(
                "The server cannot be reached as it should.", OutlookFixer.NetworkAdministrator, refused.Fix, "Test-OutlookConnection"),
            ErrorIds.Throttled => new("The server asks for a pause.", OutlookFixer.Time, refused.Fix),
            _ => Explained(refused, context),
        };
    }

    // The numbers only pick the hint (facts 2.9).
    private static ServerVerdict? OfEntra(int number, PermissionContext context, FixCommands commands)
    {
        if (AadstsTable.Find(number) is not { } row)
        {
            return null;
        }

        var fixer = FixerOf(row.Fixer);
        return number switch
        {
            7000218 => new(row.Cause, fixer, row.Fix, FixCommands.Lines(commands.Serve(OutlookAppSignIn.DeviceCode), commands.Reconnect)),
            7000215 or 7000222 => new(row.Cause, fixer, row.Fix, FixCommands.Lines(commands.RotateSecret, commands.Reconnect)),
            700027 => new(row.Cause, fixer, row.Fix, FixCommands.Lines(commands.RotateCertificate, commands.Reconnect)),
            700016 => new(row.Cause, fixer, row.Fix, "Get-OutlookApp"),
            7000229 => new(row.Cause, fixer, row.Fix, commands.EnsurePrincipal),
            50011 or 500113 => new(row.Cause, fixer, row.Fix, FixCommands.Lines(commands.Serve(OutlookAppSignIn.Interactive), commands.Connect)),
            65001 => new(row.Cause, fixer, row.Fix, commands.SignInAnew),
            90094 or 90095 => new(row.Cause, fixer, row.Fix, FixCommands.Lines(commands.ConsentForTenant(PermissionTestRequest.DefaultPermissions.ToArray()), commands.SignInAnew)),
            53003 or 530003 or 530033 when context.SignIn == nameof(OutlookAppSignIn.DeviceCode) => Blocked(commands),
            50057 or 50133 or 50173 or 70000 or 70008 or 70043 or 70044 or 70046 or 700082 or 50072 or 50074 or 50076 or 50079 => new(row.Cause, fixer, row.Fix, commands.SignInAnew),
            _ => new(row.Cause, fixer, row.Fix, "", fixer == OutlookFixer.TenantAdministrator ? AccessPages : null),
        };
    }

    private static ServerVerdict Blocked(FixCommands commands) => new(
        "A Conditional Access policy of the tenant stops sign-ins by device code.",
        OutlookFixer.TenantAdministrator,
        "Sign in in the browser, or have an administrator take this app out of the policy (condition Authentication flows, Device code flow).",
        FixCommands.Lines("Disconnect-OutlookMailbox -Forget", commands.Serve(OutlookAppSignIn.Interactive), commands.Connect + (commands.Connect.EndsWith("-Interactive", StringComparison.Ordinal) ? "" : " -Interactive")),
        AccessPages);

    private static ServerVerdict SmtpAuth(OutlookMailException refused, FixCommands commands)
    {
        var tenant = refused.Message.IndexOf("for the Tenant", StringComparison.OrdinalIgnoreCase) >= 0;
        var defaults = refused.Message.IndexOf("security defaults", StringComparison.OrdinalIgnoreCase) >= 0;
        var mailbox = refused.Message.IndexOf("for the Mailbox", StringComparison.OrdinalIgnoreCase) >= 0;
        return defaults
            ? new("The tenant's security defaults switch SMTP AUTH off.", OutlookFixer.TenantAdministrator, refused.Fix, "", "https://entra.microsoft.com/#view/Microsoft_AAD_IAM/TenantOverview.ReactView")
            : tenant || mailbox
                ? new(tenant ? "SMTP AUTH is switched off for the whole tenant." : "SMTP AUTH is switched off for this mailbox.", OutlookFixer.ExchangeAdministrator, refused.Fix, commands.EnableSmtpAuth, SmtpAuthPage)
                : new("A policy of the tenant refuses SMTP AUTH.", OutlookFixer.ExchangeAdministrator, refused.Fix, "", SmtpAuthPage);
    }

    private static ServerVerdict NotConnected(PermissionContext context, FixCommands commands) => context switch
    {
        { IsAppOnly: true } => ExchangeStep(commands),
        { IsShared: true } => new(
            "The token is good, and the account has no Full Access to this mailbox.",
            OutlookFixer.ExchangeAdministrator,
            "Run the command in Exchange Online PowerShell; it takes effect within some minutes.",
            commands.GrantFullAccess),
        _ => new(
            "The token is good, and IMAP is switched off for the mailbox.",
            OutlookFixer.ExchangeAdministrator,
            "Run the command in Exchange Online PowerShell; the owner of an Outlook.com mailbox finds the switch under Settings, Forwarding and IMAP.",
            commands.EnableImap),
    };

    private static ServerVerdict ExchangeStep(FixCommands commands) => new(
        "Exchange Online does not know the app, or has given it no right to this mailbox.",
        OutlookFixer.ExchangeAdministrator,
        "Run these commands in Exchange Online PowerShell. The object id is the Enterprise application's, never the app registration's.",
        commands.ExchangeStep,
        "https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth");

    private static ServerVerdict ScopedStep(FixCommands commands) => new(
        "Exchange Online has given the app no right to send for this mailbox.",
        OutlookFixer.ExchangeAdministrator,
        "Take the API permission away, which would make Exchange ask for mailbox permissions instead, and run the New- commands in Exchange Online PowerShell (RBAC for Applications): the app may then send for the recipients of the filter. IMAP stays closed: there is no such role for it.",
        commands.ExchangeScope,
        "https://learn.microsoft.com/exchange/permissions-exo/application-rbac");

    private static ServerVerdict Explained(OutlookMailException refused, PermissionContext context)
    {
        var best = Diagnoser.Diagnose(refused, context.Now).FirstOrDefault();
        return best is null
            ? new ServerVerdict(refused.Message, OutlookFixer.Caller, refused.Fix)
            : new ServerVerdict(best.Cause, best.WhoCanFix, refused.Fix.Length > 0 ? refused.Fix : best.Fix);
    }

    private static OutlookFixer FixerOf(AadstsFixer fixer) => fixer switch
    {
        AadstsFixer.User => OutlookFixer.User,
        AadstsFixer.AppOwner => OutlookFixer.AppOwner,
        AadstsFixer.Administrator => OutlookFixer.TenantAdministrator,
        AadstsFixer.Time => OutlookFixer.Time,
        _ => OutlookFixer.Caller,
    };
}
