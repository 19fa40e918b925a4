using System;
using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Identity;

/// <summary>
/// Reads the environment as Azure's own tools do, with names of our own in front. An id and its proof always come from
/// the same family of names (OUTLOOKMAIL_ or AZURE_): one app's id with another's secret helps nobody.
/// </summary>
public static class SignInSources
{
    private const string Own = "OUTLOOKMAIL_";
    private const string Azure = "AZURE_";

    /// <summary>Decides by names alone: no file is opened and nobody is asked.</summary>
    /// <param name="environment">Reads a variable; null or empty means that it is not set.</param>
    public static SignInSource FromEnvironment(Func<string, string?> environment) => new Reader(environment).Read();

    private sealed class Reader
    {
        private readonly Func<string, string?> environment;
        private readonly List<string> used = new();
        private readonly List<string> passedOver = new();

        public Reader(Func<string, string?> environment) => this.environment = environment;

        public SignInSource Read()
        {
            var family = Has(Own + "CLIENT_ID") || !Has(Azure + "CLIENT_ID") ? Own : Azure;
            var clientId = Take(family + "CLIENT_ID");
            var tenant = Take(Own + "TENANT_ID") ?? Take(Azure + "TENANT_ID");
            var authority = Take(Own + "AUTHORITY_HOST") ?? Take(Azure + "AUTHORITY_HOST");

            if (Value(Own + "MANAGED_IDENTITY") is { } identity)
            {
                used.Clear();
                used.Add(Own + "MANAGED_IDENTITY");
                return new SignInSource(SignInSourceKind.ManagedIdentity, used, passedOver, null)
                {
                    ManagedIdentityClientId = string.Equals(identity, "system", StringComparison.OrdinalIgnoreCase) ? null : identity,
                };
            }

            var (kind, proof) = clientId is null ? (SignInSourceKind.None, null) : Proof(family, tenant);
            PassOverTheRest(family);
            return new SignInSource(kind, kind == SignInSourceKind.None ? Array.Empty<string>() : used, passedOver, proof)
            {
                ClientId = clientId,
                Tenant = tenant,
                Authority = authority is null ? null : WithScheme(authority),

                // learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
                HasHostIdentity = Has("IDENTITY_ENDPOINT") && Has("IDENTITY_HEADER"),
            };
        }

        private (SignInSourceKind Kind, Func<AppCredential>? Proof) Proof(string family, string? tenant)
        {
            foreach (var (kind, names, proof) in Candidates(family))
            {
                if (!names.Any(Has))
                {
                    continue;
                }

                if (names.FirstOrDefault(n => !Has(n)) is { } missing)
                {
                    passedOver.Add($"{names.First(Has)} is not used: {missing} is not set.");
                }
                else if (tenant is null)
                {
                    passedOver.Add($"{names[0]} is not used: no tenant is set ({Own}TENANT_ID or {Azure}TENANT_ID).");
                }
                else
                {
                    used.AddRange(names);
                    return (kind, proof);
                }
            }

            return (SignInSourceKind.AppOnly, null);
        }

        // In this order. What a person put there on purpose comes before what a pipeline sets by itself.
        private IEnumerable<(SignInSourceKind Kind, string[] Names, Func<AppCredential> Proof)> Candidates(string family)
        {
            yield return (SignInSourceKind.ClientSecret, new[] { family + "CLIENT_SECRET" }, () => AppCredential.Secret(Secret(family + "CLIENT_SECRET")!));
            yield return (SignInSourceKind.Certificate, new[] { family + "CLIENT_CERTIFICATE_PATH" }, () => AppCredential.Certificate(
                AppCertificate.FromFile(Value(family + "CLIENT_CERTIFICATE_PATH")!, Secret(family + "CLIENT_CERTIFICATE_PASSWORD"))));
            if (family == Own)
            {
                yield return (SignInSourceKind.Certificate, new[] { Own + "CLIENT_CERTIFICATE" }, () => AppCredential.Certificate(
                    AppCertificate.FromBase64(Secret(Own + "CLIENT_CERTIFICATE")!, Secret(Own + "CLIENT_CERTIFICATE_PASSWORD"))));
            }

            yield return (SignInSourceKind.TokenFile, new[] { family + "FEDERATED_TOKEN_FILE" }, () => AppCredential.Federation(new FileToken(Value(family + "FEDERATED_TOKEN_FILE")!)));
            yield return (SignInSourceKind.TokenVariable, new[] { Own + "ID_TOKEN" }, () => AppCredential.Federation(new VariableToken(Own + "ID_TOKEN", environment)));
            yield return (SignInSourceKind.GitHubActions, new[] { "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN" }, () => AppCredential.Federation(
                HttpToken.GitHubActions(Value("ACTIONS_ID_TOKEN_REQUEST_URL")!, Secret("ACTIONS_ID_TOKEN_REQUEST_TOKEN")!)));
            var connection = Has(Own + "SERVICE_CONNECTION_ID") ? Own + "SERVICE_CONNECTION_ID" : "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID";
            if (Has(connection))
            {
                yield return (SignInSourceKind.AzurePipelines, new[] { connection, "SYSTEM_OIDCREQUESTURI", "SYSTEM_ACCESSTOKEN" }, () => AppCredential.Federation(
                    HttpToken.AzurePipelines(Value("SYSTEM_OIDCREQUESTURI")!, Value(connection)!, Secret("SYSTEM_ACCESSTOKEN")!)));
            }
        }

        private void PassOverTheRest(string family)
        {
            var other = family == Own ? Azure : Own;
            foreach (var name in new[] { "CLIENT_SECRET", "CLIENT_CERTIFICATE_PATH", "FEDERATED_TOKEN_FILE" })
            {
                if (Has(other + name))
                {
                    passedOver.Add($"{other}{name} is not used: it belongs to {other}CLIENT_ID.");
                }

                if (Has(family + name) && !used.Contains(family + name) && !passedOver.Any(p => p.StartsWith(family + name + " ", StringComparison.Ordinal)))
                {
                    passedOver.Add(Has(family + "CLIENT_ID")
                        ? $"{family}{name} is not used: {used.Last()} comes first."
                        : $"{family}{name} is not used: {family}CLIENT_ID is not set.");
                }
            }

            if (Has("AZURE_USERNAME") || Has("AZURE_PASSWORD"))
            {
                passedOver.Add("AZURE_USERNAME and AZURE_PASSWORD are never used: a sign-in by password cannot meet multifactor authentication.");
            }
        }

        private static string WithScheme(string authority) =>
            (authority.IndexOf("://", StringComparison.Ordinal) < 0 ? "https://" + authority : authority).TrimEnd('/');

        private string? Take(string name)
        {
            var value = Value(name);
            if (value is not null)
            {
                used.Add(name);
            }

            return value;
        }

        private bool Has(string name) => Value(name) is not null;

        private string? Value(string name) => environment(name)?.Trim() is { Length: > 0 } value ? value : null;

        private SecretValue? Secret(string name) => Value(name) is { } value ? new SecretValue(value) : null;
    }
}
