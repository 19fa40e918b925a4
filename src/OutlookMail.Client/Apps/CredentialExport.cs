using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Writes a kept credential in the form that other software takes.</summary>
internal static class CredentialExport
{
    private const string Id = "OUTLOOKMAIL_CLIENT_ID";
    private const string TenantId = "OUTLOOKMAIL_TENANT_ID";
    private const string Secret = "OUTLOOKMAIL_CLIENT_SECRET";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="app">What is kept.</param>
    /// <param name="format">The form.</param>
    /// <param name="plainText">Whether the secret itself is written.</param>
    public static string Write(KeptApp app, OutlookCredentialFormat format, bool plainText)
    {
        var secret = plainText ? app.Secret?.Value ?? throw AppErrors.SecretUnknown(app.Name ?? app.ClientId) : null;
        return format switch
        {
            OutlookCredentialFormat.NocoBase => NocoBase(app, secret),
            OutlookCredentialFormat.DotEnv => DotEnv(app, secret),
            OutlookCredentialFormat.Json => Json(app, secret),
            OutlookCredentialFormat.GitHub => GitHub(app, secret),
            OutlookCredentialFormat.AzureDevOps => AzureDevOps(app, secret),
            OutlookCredentialFormat.Kubernetes => Kubernetes(app, secret),
            OutlookCredentialFormat.PowerShellVault => PowerShellVault(app, secret),
            OutlookCredentialFormat.Value => secret ?? "(not shown: use -AsPlainText)",
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }

    // The fields of NocoBase's email settings; its sign-in returns to this page of the site (older handbook, en and zh).
    private static string NocoBase(KeptApp app, string? secret) => Lines(
        "Microsoft settings of the NocoBase email manager",
        "  Client ID:     " + app.ClientId,
        "  Client secret: " + (secret ?? "(not shown: use -AsPlainText)"),
        "  Redirect URI:  " + (app.RedirectUris.FirstOrDefault() ?? "none is registered: add https://<your site>/admin/settings/mail/oauth2 with Set-OutlookApp -SignIn Web -RedirectUri"),
        "The client secret is the secret's Value, not its Secret ID" + (app.Secret?.EndsOn is { } end ? ", and ends on " + end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "." : "."));

    private static string DotEnv(KeptApp app, string? secret) => Lines(
        Id + "=" + Word(app.ClientId),
        TenantId + "=" + Word(app.Tenant),
        secret is null ? "# " + Secret + " is not shown: use -AsPlainText" : Secret + "=" + Shell(secret));

    private static string Json(KeptApp app, string? secret)
    {
        var values = new Dictionary<string, string?>
        {
            ["clientId"] = app.ClientId,
            ["tenantId"] = app.Tenant,
            ["authority"] = app.Authority,
        };
        if (secret is not null)
        {
            values["clientSecret"] = secret;
        }

        if (app.Secret?.EndsOn is { } end)
        {
            values["clientSecretEndsOn"] = end.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        return JsonSerializer.Serialize(values, Indented) + "\n";
    }

    // printf is built into the shell and gh reads from its input: the secret is on no command line that others can list.
    private static string GitHub(KeptApp app, string? secret) => Lines(
        "#!/bin/sh",
        $"gh variable set {Id} --body {Shell(app.ClientId)}",
        $"gh variable set {TenantId} --body {Shell(app.Tenant)}",
        secret is null ? $"gh secret set {Secret}    # asks for the value" : $"printf %s {Shell(secret)} | gh secret set {Secret}");

    // az takes a secret variable's value from the environment (learn.microsoft.com/azure/devops/pipelines/library/variable-groups).
    private static string AzureDevOps(KeptApp app, string? secret) => Lines(
        "#!/bin/sh",
        $"id=$(az pipelines variable-group create --name OutlookMail --variables {Id}={Shell(app.ClientId)} {TenantId}={Shell(app.Tenant)} --query id --output tsv)",
        secret is null ? "# az asks for the value" : $"export AZURE_DEVOPS_EXT_PIPELINE_VAR_{Secret}={Shell(secret)}",
        $"az pipelines variable-group variable create --group-id \"$id\" --name {Secret} --secret true");

    private static string Kubernetes(KeptApp app, string? secret) => Lines(
        "apiVersion: v1",
        "kind: Secret",
        "metadata:",
        "  name: outlookmail",
        "type: Opaque",
        "data:",
        $"  {Id}: {Base64(app.ClientId)}",
        $"  {TenantId}: {Base64(app.Tenant)}",
        secret is null ? $"  # {Secret} is not shown: use -AsPlainText" : $"  {Secret}: {Base64(secret)}");

    // What is not secret goes into the metadata, which vaults keep in the clear; a vault without it fails on -Metadata.
    private static string PowerShellVault(KeptApp app, string? secret) => Lines(
        "#Requires -Modules Microsoft.PowerShell.SecretManagement",
        "param([string] $Vault, [string] $Name = " + ExchangeCommands.Quote(VaultName(app)) + ")",
        "$secret = " + (secret is null ? "Read-Host -AsSecureString -Prompt 'Client secret (the Value)'" : "ConvertTo-SecureString -AsPlainText -Force -String " + ExchangeCommands.Quote(secret)),
        "$to = if ($Vault) { @{ Vault = $Vault } } else { @{} }",
        "Set-Secret -Name $Name -SecureStringSecret $secret @to",
        $"# Connect-OutlookMailbox -ClientId {ExchangeCommands.Word(app.ClientId)} -Tenant {ExchangeCommands.Word(app.Tenant.Replace("\r", "").Replace("\n", ""))} -ClientSecret (Get-Secret -Name $Name @to) -Mailbox <mailbox>");

    /// <summary>The name under which a vault gets the secret when nobody names another.</summary>
    internal static string VaultName(KeptApp app) => "OutlookMail-" + app.ClientId;

    // Ids and domains stand as they are, which every reader of .env files takes.
    private static string Word(string text) => ExchangeCommands.Word(text) == text ? text : Shell(text);

    // POSIX sh: within single quotes only the quote ends the string.
    internal static string Shell(string text) => "'" + text.Replace("'", "'\\''") + "'";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Lines(params string[] lines) => string.Join("\n", lines) + "\n";
}
