using System;
using System.Globalization;
using OutlookMail.Identity;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Catalogue entries of sign-in: Entra's refusals, and the mail servers' refusals of a token.</summary>
public static class SignInErrors
{
    public static OutlookMailException NoApp() => new(
        ErrorIds.NoApp,
        OutlookErrorCategory.InvalidArgument,
        "No app (client id) is known to sign in with.",
        "Give the app's id with -ClientId or in OUTLOOKMAIL_CLIENT_ID (register one in Microsoft Entra; Register-OutlookApp does it for you), or run Start-OutlookSandbox to try everything without a tenant.")
    {
        EndsCommand = true,
    };

    public static OutlookMailException SandboxPageRefused(int status) => new(
        ErrorIds.SignInFailed,
        OutlookErrorCategory.AuthenticationError,
        $"The sandbox's sign-in page answered {status.ToString(CultureInfo.InvariantCulture)} and no sign-in.",
        "The app's redirect address or its tenant does not fit the request: look at the page /log of the sandbox.")
    {
        EndsCommand = true,
    };

    public static OutlookMailException AccountNotFound(string account) => new(
        ErrorIds.AccountNotFound,
        OutlookErrorCategory.ObjectNotFound,
        $"No sign-in of {account} is kept.",
        "Get-OutlookAccount lists those that are.",
        account);

    public static OutlookMailException NoGraphToken(OutlookSession session) => new(
        ErrorIds.NoGraphToken,
        OutlookErrorCategory.InvalidOperation,
        "This session cannot give a Microsoft Graph token.",
        "It needs a person's own sign-in, at an authority that has a Graph: connect with a device code or -Interactive.",
        session);

    public static OutlookMailException MailboxRequired(string flow) => new(
        ErrorIds.MailboxRequired,
        OutlookErrorCategory.InvalidArgument,
        $"An app that signs in for itself ({flow}) has no mailbox of its own.",
        "Name the mailbox with -Mailbox or in OUTLOOKMAIL_MAILBOX (Send-OutlookMail also takes the one of -From); the app needs IMAP.AccessAsApp or SMTP.SendAsApp, and rights to that mailbox in Exchange.")
    {
        EndsCommand = true,
    };

    /// <summary>Says the variable's name and not its value.</summary>
    public static OutlookMailException VariableInvalid(string variable, string shape, Exception? inner) => new(
        ErrorIds.VariableInvalid,
        OutlookErrorCategory.InvalidArgument,
        $"The environment variable {variable} cannot be used.",
        $"Give it {shape}, or remove it.",
        variable,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException AccountUnknown() => new(
        ErrorIds.AccountUnknown,
        OutlookErrorCategory.InvalidArgument,
        "The access token does not say whose it is.",
        "Name its user with -Account (tokens of Outlook.com accounts are opaque).")
    {
        EndsCommand = true,
    };

    public static OutlookMailException NobodyToSignIn() => new(
        ErrorIds.NobodyToSignIn,
        OutlookErrorCategory.AuthenticationError,
        "Signing in needs a person to type a code, and this host is not interactive.",
        "Sign in once at a shell as the same user (the next runs are silent), or use a sign-in without a person: -ManagedIdentity, -ClientSecret, -CertificateThumbprint, -FederatedTokenFile, -AccessToken, or the environment's variables (Get-Help about_OutlookMail_SignIn).")
    {
        EndsCommand = true,
    };

    /// <summary>A test that asks nobody meets a sign-in that only a person can make.</summary>
    public static OutlookMailException NobodySignedIn(OutlookAppSignIn signIn) => new(
        ErrorIds.NobodyToSignIn,
        OutlookErrorCategory.AuthenticationError,
        $"A sign-in of the kind {signIn} needs a person, and none is open or kept here.",
        "Sign in that way once, as a person, and test again.",
        signIn);

    public static OutlookMailException CredentialMissing(string clientId, OutlookAppSignIn signIn) => new(
        ErrorIds.CredentialMissing,
        OutlookErrorCategory.ObjectNotFound,
        $"No secret and no certificate of the app {clientId} is kept here, and a sign-in of the kind {signIn} needs one.",
        "Make one with New-OutlookAppSecret or New-OutlookAppCertificate, keep one that you have with Set-OutlookAppCredential, or name it: -ClientSecret, -CertificateThumbprint, -CertificatePath.",
        clientId)
    {
        EndsCommand = true,
    };

    public static OutlookMailException NoRedirectHere(string clientId) => new(
        ErrorIds.AppInvalid,
        OutlookErrorCategory.InvalidArgument,
        $"The app {clientId} has no Web redirect address on this machine, so that nobody can sign in to it from here.",
        "Add one: Set-OutlookApp -SignIn Web -RedirectUri http://localhost/signin. Its own web site's sign-in does not need it.",
        clientId)
    {
        EndsCommand = true,
    };

    public static OutlookMailException SignInRequired(string? account, Exception? inner) => new(
        ErrorIds.SignInRequired,
        OutlookErrorCategory.AuthenticationError,
        account is null ? "No kept sign-in was found." : $"No kept sign-in of {account} is usable.",
        "Run Connect-OutlookMailbox without -Silent and finish the sign-in once.",
        account,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException AccountAmbiguous(string description) => new(
        ErrorIds.AccountAmbiguous,
        OutlookErrorCategory.InvalidArgument,
        description,
        "Name the account with -Account.")
    {
        EndsCommand = true,
    };

    public static OutlookMailException SignInExpired(Exception inner) => new(
        ErrorIds.SignInExpired,
        OutlookErrorCategory.OperationTimeout,
        "The code expired before anybody finished the sign-in.",
        "Run Connect-OutlookMailbox again and enter the new code within its time (usually 15 minutes).",
        null,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException SignInDeclined(Exception inner) => new(
        ErrorIds.SignInDeclined,
        OutlookErrorCategory.AuthenticationError,
        "The sign-in was declined on the sign-in page.",
        "Run Connect-OutlookMailbox again and accept there, or ask the person who declined.",
        null,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException DeviceCodeBlocked(string description, Exception inner) => new(
        ErrorIds.DeviceCodeBlocked,
        OutlookErrorCategory.PermissionDenied,
        $"The tenant's policy does not allow this sign-in: {description}",
        "An administrator decides: Entra admin center > Conditional Access > sign-in logs show the policy (condition 'Authentication flows > Device code flow'). Until then sign in with -Interactive on a machine with a browser, or with an app's own credential.",
        null,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException ConsentMissing(string description, string consentUrl, Exception inner) => new(
        ErrorIds.ConsentMissing,
        OutlookErrorCategory.PermissionDenied,
        $"Nobody has consented to what the app asks for: {description}",
        $"Open {consentUrl} and accept, then try again (a fresh consent needs up to 30 seconds).",
        null,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException SignInFailed(string description, string fix, Exception inner) => new(
        ErrorIds.SignInFailed,
        OutlookErrorCategory.AuthenticationError,
        inner is SignInException { Failure: SignInFailure.InvalidSettings } ? description : $"Microsoft Entra refused the sign-in: {description}",
        fix,
        null,
        inner)
    {
        EndsCommand = true,
    };

    /// <summary>A sign-in that only a person can make good, in Entra's words.</summary>
    public static OutlookMailException SignInNeeded(string description, string fix, Exception inner) => new(
        ErrorIds.SignInRequired,
        OutlookErrorCategory.AuthenticationError,
        $"Microsoft Entra wants a person to sign in: {description}",
        fix,
        null,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException AccessTokenExpired(OutlookSession session, Exception? inner) => new(
        ErrorIds.AccessTokenExpired,
        OutlookErrorCategory.AuthenticationError,
        "The access token has expired, and a session made with -AccessToken cannot renew it.",
        "Get a new token and connect again, or sign in with a flow that renews itself.",
        session,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException WrongAudience(string audience, string expected, object? target, Exception inner) => new(
        ErrorIds.WrongAudience,
        OutlookErrorCategory.AuthenticationError,
        $"The token is for {audience}, not for the mail servers.",
        $"Ask for a token of the resource {expected} (for example {expected}/IMAP.AccessAsUser.All); a Graph token never opens IMAP or SMTP.",
        target,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException AuthenticationRejected(string protocol, string user, string text, Exception inner) => new(
        ErrorIds.AuthenticationRejected,
        OutlookErrorCategory.AuthenticationError,
        $"{protocol} refused to sign in {user}: {text}",
        protocol == "SMTP"
            ? "Check that the token holds SMTP.Send and that the user is the token's own (a shared mailbox goes into -From); Test-OutlookAppPermissions shows which."
            : "Check that the token holds IMAP.AccessAsUser.All, that the user may open this mailbox, and that IMAP is on for it (Set-CASMailbox -ImapEnabled $true; in Outlook.com: Settings > Forwarding and IMAP).",
        user,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException AuthenticatedNotConnected(string user, string text, Exception inner) => new(
        ErrorIds.AuthenticatedNotConnected,
        OutlookErrorCategory.PermissionDenied,
        $"Exchange knows the token but does not open the mailbox of {user}: {text}",
        "Usual causes: IMAP is off for the mailbox (Set-CASMailbox -ImapEnabled $true), the user lacks Full Access to a shared mailbox (Add-MailboxPermission), the token is of another user, or too many reconnects (wait some minutes).",
        user,
        inner)
    {
        EndsCommand = true,
    };
}
