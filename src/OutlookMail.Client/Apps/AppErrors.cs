using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Catalogue entries of app registrations and their secrets.</summary>
public static class AppErrors
{
    public static OutlookMailException NoBootstrapApp() => new(
        ErrorIds.NoBootstrapApp,
        OutlookErrorCategory.InvalidArgument,
        "No app is known to sign in to Microsoft Graph with, and an app can only be registered by another one.",
        "Name one with -BootstrapClientId or OUTLOOKMAIL_BOOTSTRAP_CLIENT_ID (about_OutlookMail_Registration lists Microsoft's own), give a Graph token with -AccessToken, or let somebody else do it: Export-OutlookApp makes the script, Get-OutlookSetupGuide the steps in the portal.")
    {
        EndsCommand = true,
    };

    public static OutlookMailException RightsMissing(IReadOnlyList<string> rights, Exception? inner) => new(
        ErrorIds.RightsMissing,
        OutlookErrorCategory.PermissionDenied,
        "Whoever is signed in lacks rights at Microsoft Graph: " + string.Join("; ", rights) + ".",
        "Sign in as an Application Administrator or Cloud Application Administrator and accept these permissions (consent for everybody needs a Privileged Role Administrator), ask for less with -Consent None, or hand the work over with Export-OutlookApp.",
        null,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException AppInvalid(string property, string message, Exception? inner) => new(
        ErrorIds.AppInvalid,
        OutlookErrorCategory.InvalidArgument,
        message,
        $"Change what is asked for ({property}). Nothing was changed.",
        property,
        inner);

    public static OutlookMailException PermissionUnknown(string name, Exception? inner) => new(
        ErrorIds.PermissionUnknown,
        OutlookErrorCategory.InvalidArgument,
        $"Neither Microsoft Graph nor Office 365 Exchange Online offers a permission named '{name}'.",
        "Check the name: IMAP.AccessAsUser.All, SMTP.Send, POP.AccessAsUser.All, User.Read, email, offline_access; for a service IMAP.AccessAsApp, SMTP.SendAsApp. Nothing was changed.",
        name,
        inner);

    public static OutlookMailException PermissionsNotProved(IReadOnlyList<OutlookPermissionResult> open) => new(
        ErrorIds.PermissionsNotProved,
        OutlookErrorCategory.PermissionDenied,
        string.Join("; ", open.Select(row => $"{row}: {(row.Cause.Length > 0 ? row.Cause : row.Evidence)}")),
        "Each row's Fix, Command and Link say what to do; rows that are Warning or NotTested count too with -Strict.",
        open);

    public static OutlookMailException AppNotFound(string nameOrId, Exception? inner) => new(
        ErrorIds.AppNotFound,
        OutlookErrorCategory.ObjectNotFound,
        $"The tenant has no app registration '{nameOrId}'.",
        "Check the name or the client id (not the object id) and -Tenant; Get-OutlookApp lists what is there. A new app needs up to a minute.",
        nameOrId,
        inner);

    public static OutlookMailException AppAmbiguous(string message, IReadOnlyList<string> clientIds, Exception? inner) => new(
        ErrorIds.AppAmbiguous,
        OutlookErrorCategory.InvalidArgument,
        message,
        "Say which one with -ClientId: " + string.Join(", ", clientIds) + ".",
        clientIds,
        inner);

    public static OutlookMailException GraphRefused(string code, string message, string? requestId, Exception inner) => new(
        ErrorIds.GraphRefused,
        OutlookErrorCategory.InvalidOperation,
        $"Microsoft Graph refused: {code}: {message}",
        "Run the command again: it goes on where it stopped. If it stays, Resolve-OutlookError explains the text" + (requestId is null ? "." : $"; Microsoft's support asks for the request id {requestId}."),
        null,
        inner);

    public static OutlookMailException SecretLimit(string app, IReadOnlyList<string> secrets, string fix) => new(
        ErrorIds.SecretLimit,
        OutlookErrorCategory.LimitsExceeded,
        $"{app} has as many secrets as an app for personal accounts may have (2): {string.Join("; ", secrets)}.",
        fix,
        app)
    {
        EndsCommand = true,
    };

    public static OutlookMailException SecretNotProved(string message, Exception inner) => new(
        ErrorIds.SecretNotProved,
        OutlookErrorCategory.AuthenticationError,
        message,
        "The old secret is still in use, and the new one was removed. Look at what Entra says (Resolve-OutlookError explains it) and run the command again.",
        null,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException CommandMissing(string command, string why, Exception? inner) => new(
        ErrorIds.CommandMissing,
        OutlookErrorCategory.ObjectNotFound,
        $"{command} could not be run: {why}",
        command.EndsWith("Clipboard", StringComparison.Ordinal)
            ? "A clipboard needs a desktop (on Linux xclip or wl-clipboard); leave -ToClipboard out, or write to a file with -Path."
            : "Install the module Microsoft.PowerShell.SecretManagement and register a vault (Register-SecretVault), or choose another format.",
        command,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException CertificateUnknown(string what) => new(
        ErrorIds.CertificateUnknown,
        OutlookErrorCategory.ObjectNotFound,
        $"No certificate is known for {what}.",
        "Get-OutlookAppCertificate lists those that Entra knows; New-OutlookAppCertificate adds one.",
        what);

    public static OutlookMailException SecretUnknown(string what) => new(
        ErrorIds.SecretUnknown,
        OutlookErrorCategory.ObjectNotFound,
        $"No secret is known for {what}.",
        "Make one with New-OutlookAppSecret, or bring one with Set-OutlookAppCredential; Get-OutlookAppSecret lists those that Entra knows, without their values.",
        what);
}
