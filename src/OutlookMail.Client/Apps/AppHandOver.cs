using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Writes what Register-OutlookApp would do as something that an administrator can read and run without this module.</summary>
public static class AppHandOver
{
    /// <param name="what">The app.</param>
    /// <param name="cloud">Its cloud.</param>
    /// <param name="format">The form.</param>
    /// <exception cref="OutlookMailException">AppInvalid or PermissionUnknown.</exception>
    public static string Write(RegisterAppRequest what, OutlookCloud cloud, OutlookAppExportFormat format)
    {
        var endpoints = CloudEndpoints.For(cloud);
        var shape = new AppShape
        {
            Name = what.Name ?? "",
            SignIn = what.SignIn,
            Audience = what.Audience,
            RedirectUris = what.RedirectUris,
            Permissions = what.Permissions,
        };
        try
        {
            var body = AppPlanner.CreateBody(shape, endpoints);
            var secret = SecretBody(what, shape);
            return format switch
            {
                OutlookAppExportFormat.PowerShell => PowerShell(shape, endpoints, body, secret),
                OutlookAppExportFormat.AzureCli => AzureCli(shape, endpoints, body, secret),
                OutlookAppExportFormat.GraphJson => GraphJson(endpoints, body, secret),
                _ => throw new ArgumentOutOfRangeException(nameof(format)),
            };
        }
        catch (RegistrationException e) when (e.Failure == RegistrationFailure.PermissionUnknown)
        {
            throw AppErrors.PermissionUnknown(e.Names[0], e);
        }
        catch (RegistrationException e)
        {
            throw AppErrors.AppInvalid(e.Names.FirstOrDefault() ?? "", e.Message, e);
        }
    }

    private static string? SecretBody(RegisterAppRequest what, AppShape shape) => what.NoSecret || !shape.IsConfidential
        ? null
        : "{ \"passwordCredential\": { \"displayName\": " + JsonSerializer.Serialize(what.SecretName ?? "OutlookMail") + " } }";

    private static string PowerShell(AppShape shape, CloudEndpoints cloud, string body, string? secret)
    {
        var lines = new List<string>
        {
            "# " + Comment(shape) + " Needs the module Microsoft.Graph.Authentication.",
            "Connect-MgGraph -Scopes Application.ReadWrite.All -NoWelcome",
            "$app = Invoke-MgGraphRequest -Method POST -Uri " + ExchangeCommands.Quote(cloud.Graph + "/v1.0/applications") + " -ContentType application/json -Body " + ExchangeCommands.Quote(body),
            "# The app is new: Entra may need up to some minutes to know it everywhere.",
            "for ($try = 1; -not $principal; $try++) {",
            "    try { $principal = Invoke-MgGraphRequest -Method POST -Uri " + ExchangeCommands.Quote(cloud.Graph + "/v1.0/servicePrincipals") + " -ContentType application/json -Body (ConvertTo-Json @{ appId = $app.appId }) }",
            "    catch { if ($try -ge 20) { throw }; Start-Sleep -Seconds 10 }",
            "}",
            "'Client ID: ' + $app.appId",
            "'Enterprise application object id: ' + $principal.id",
        };
        if (secret is not null)
        {
            lines.Add("$secret = Invoke-MgGraphRequest -Method POST -Uri (" + ExchangeCommands.Quote(cloud.Graph + "/v1.0/applications/") + " + $app.id + '/addPassword') -ContentType application/json -Body " + ExchangeCommands.Quote(secret));
            lines.Add("'Client secret (the Value, shown this once): ' + $secret.secretText");
        }

        lines.Add("'Consent for the tenant: " + cloud.Authority + "/organizations/adminconsent?client_id=' + $app.appId");
        if (shape.IsAppOnly)
        {
            lines.Add("# Then in Exchange Online PowerShell, for each mailbox:");
            lines.AddRange(ExchangeCommands.ForApp("$($app.appId)", "$($principal.id)", shape.Name, Array.Empty<string>()).Select(l => "# " + l));
        }

        return string.Join("\n", lines) + "\n";
    }

    private static string AzureCli(AppShape shape, CloudEndpoints cloud, string body, string? secret)
    {
        var lines = new List<string>
        {
            "#!/bin/sh",
            "# " + Comment(shape) + " Sign in first: az login",
            "set -eu",
            "app=$(az rest --method POST --url " + CredentialExport.Shell(cloud.Graph + "/v1.0/applications") + " --headers Content-Type=application/json --query '[id,appId]' --output tsv --body " + CredentialExport.Shell(body) + ")",
            "id=$(printf '%s\\n' \"$app\" | sed -n 1p)",
            "client=$(printf '%s\\n' \"$app\" | sed -n 2p)",
            "# The app is new: Entra may need up to some minutes to know it everywhere.",
            "try=1",
            "until principal=$(az rest --method POST --url " + CredentialExport.Shell(cloud.Graph + "/v1.0/servicePrincipals") + " --headers Content-Type=application/json --query id --output tsv --body \"{\\\"appId\\\":\\\"$client\\\"}\"); do",
            "  [ \"$try\" -lt 20 ] || exit 1",
            "  try=$((try + 1)); sleep 10",
            "done",
            "echo \"Client ID: $client\"",
            "echo \"Enterprise application object id: $principal\"",
        };
        if (secret is not null)
        {
            lines.Add("echo \"Client secret (the Value, shown this once): $(az rest --method POST --url \"" + cloud.Graph + "/v1.0/applications/$id/addPassword\" --headers Content-Type=application/json --query secretText --output tsv --body " + CredentialExport.Shell(secret) + ")\"");
        }

        lines.Add("echo \"Consent for the tenant: " + cloud.Authority + "/organizations/adminconsent?client_id=$client\"");
        if (shape.IsAppOnly)
        {
            lines.Add("# Then in Exchange Online PowerShell, for each mailbox:");
            lines.AddRange(ExchangeCommands.ForApp("<Client ID>", "<Enterprise application object id>", shape.Name, Array.Empty<string>()).Select(l => "# " + l));
        }

        return string.Join("\n", lines) + "\n";
    }

    private static string GraphJson(CloudEndpoints cloud, string body, string? secret)
    {
        var requests = new List<string>
        {
            Request(cloud, "/applications", body),
            Request(cloud, "/servicePrincipals", "{ \"appId\": \"{appId of the first answer}\" }"),
        };
        if (secret is not null)
        {
            requests.Add(Request(cloud, "/applications/{id of the first answer}/addPassword", secret));
        }

        var text = new StringBuilder("{\n  \"requests\": [\n");
        text.Append(string.Join(",\n", requests));
        return text.Append("\n  ]\n}\n").ToString();
    }

    private static string Request(CloudEndpoints cloud, string path, string body) =>
        "    {\n      \"method\": \"POST\",\n      \"url\": " + JsonSerializer.Serialize(cloud.Graph + "/v1.0" + path) + ",\n      \"body\": " + body.Replace("\n", "\n      ") + "\n    }";

    // The name stands in a comment, which ends with its line; a control character was refused before.
    private static string Comment(AppShape shape) => $"Registers the app '{shape.Name}' for Outlook mail ({shape.SignIn}).";
}
