using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

public sealed class SignInSourcesTests
{
    private const string Id = "CLIENT_ID=11111111-2222-3333-4444-555555555555";

    private static SignInSource From(string variables)
    {
        var set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1], StringComparer.Ordinal);
        return SignInSources.FromEnvironment(name => set.GetValueOrDefault(name));
    }

    [Theory]
    [InlineData("", SignInSourceKind.None, "")]
    [InlineData("AZURE_TENANT_ID=t", SignInSourceKind.None, "")]
    [InlineData("AZURE_" + Id, SignInSourceKind.AppOnly, "AZURE_CLIENT_ID")]
    [InlineData("AZURE_" + Id + " AZURE_TENANT_ID=t AZURE_CLIENT_SECRET=s", SignInSourceKind.ClientSecret, "AZURE_CLIENT_ID AZURE_TENANT_ID AZURE_CLIENT_SECRET")]
    [InlineData("AZURE_" + Id + " AZURE_TENANT_ID=t AZURE_CLIENT_SECRET=s AZURE_CLIENT_CERTIFICATE_PATH=p AZURE_FEDERATED_TOKEN_FILE=f", SignInSourceKind.ClientSecret, "AZURE_CLIENT_ID AZURE_TENANT_ID AZURE_CLIENT_SECRET")]
    [InlineData("AZURE_" + Id + " AZURE_TENANT_ID=t AZURE_CLIENT_CERTIFICATE_PATH=p AZURE_FEDERATED_TOKEN_FILE=f", SignInSourceKind.Certificate, "AZURE_CLIENT_ID AZURE_TENANT_ID AZURE_CLIENT_CERTIFICATE_PATH")]
    [InlineData("AZURE_" + Id + " AZURE_TENANT_ID=t AZURE_FEDERATED_TOKEN_FILE=f AZURE_AUTHORITY_HOST=https://login.microsoftonline.com/", SignInSourceKind.TokenFile, "AZURE_CLIENT_ID AZURE_TENANT_ID AZURE_AUTHORITY_HOST AZURE_FEDERATED_TOKEN_FILE")]
    [InlineData("OUTLOOKMAIL_" + Id + " OUTLOOKMAIL_TENANT_ID=t OUTLOOKMAIL_CLIENT_CERTIFICATE=b64", SignInSourceKind.Certificate, "OUTLOOKMAIL_CLIENT_ID OUTLOOKMAIL_TENANT_ID OUTLOOKMAIL_CLIENT_CERTIFICATE")]
    [InlineData("OUTLOOKMAIL_" + Id + " AZURE_TENANT_ID=t OUTLOOKMAIL_ID_TOKEN=jwt", SignInSourceKind.TokenVariable, "OUTLOOKMAIL_CLIENT_ID AZURE_TENANT_ID OUTLOOKMAIL_ID_TOKEN")]
    [InlineData("AZURE_" + Id + " AZURE_TENANT_ID=t ACTIONS_ID_TOKEN_REQUEST_URL=https://x ACTIONS_ID_TOKEN_REQUEST_TOKEN=b", SignInSourceKind.GitHubActions, "AZURE_CLIENT_ID AZURE_TENANT_ID ACTIONS_ID_TOKEN_REQUEST_URL ACTIONS_ID_TOKEN_REQUEST_TOKEN")]
    [InlineData("AZURE_" + Id + " AZURE_TENANT_ID=t AZURESUBSCRIPTION_SERVICE_CONNECTION_ID=c SYSTEM_OIDCREQUESTURI=https://x SYSTEM_ACCESSTOKEN=b", SignInSourceKind.AzurePipelines, "AZURE_CLIENT_ID AZURE_TENANT_ID AZURESUBSCRIPTION_SERVICE_CONNECTION_ID SYSTEM_OIDCREQUESTURI SYSTEM_ACCESSTOKEN")]
    [InlineData("OUTLOOKMAIL_MANAGED_IDENTITY=system AZURE_" + Id + " AZURE_TENANT_ID=t AZURE_CLIENT_SECRET=s", SignInSourceKind.ManagedIdentity, "OUTLOOKMAIL_MANAGED_IDENTITY")]
    public void The_first_whole_set_of_variables_wins_and_is_named(string variables, SignInSourceKind kind, string won)
    {
        var source = From(variables);

        Assert.Equal(kind, source.Kind);
        Assert.Equal(won.Split(' ', StringSplitOptions.RemoveEmptyEntries), source.Variables);
    }

    [Theory]
    [InlineData("AZURE_" + Id + " AZURE_CLIENT_SECRET=s", "AZURE_CLIENT_SECRET is not used: no tenant")]
    [InlineData("AZURE_" + Id + " AZURE_TENANT_ID=t ACTIONS_ID_TOKEN_REQUEST_URL=https://x", "ACTIONS_ID_TOKEN_REQUEST_URL is not used: ACTIONS_ID_TOKEN_REQUEST_TOKEN is not set")]
    [InlineData("OUTLOOKMAIL_" + Id + " AZURE_TENANT_ID=t AZURE_" + Id + " AZURE_CLIENT_SECRET=s", "AZURE_CLIENT_SECRET is not used: it belongs to AZURE_CLIENT_ID")]
    [InlineData("AZURE_" + Id + " AZURE_TENANT_ID=t OUTLOOKMAIL_CLIENT_SECRET=s", "OUTLOOKMAIL_CLIENT_SECRET is not used: it belongs to OUTLOOKMAIL_CLIENT_ID")]
    [InlineData("AZURE_CLIENT_SECRET=s", "AZURE_CLIENT_SECRET is not used: it belongs to AZURE_CLIENT_ID")]
    [InlineData("AZURE_" + Id + " AZURE_USERNAME=u AZURE_PASSWORD=p", "AZURE_USERNAME and AZURE_PASSWORD are never used")]
    public void What_is_passed_over_is_told_with_its_reason(string variables, string sentence)
    {
        var source = From(variables);

        Assert.Contains(source.PassedOver, p => p.StartsWith(sentence, StringComparison.Ordinal));
        Assert.True(source.Kind is SignInSourceKind.AppOnly or SignInSourceKind.None);
        Assert.Null(source.CreateCredential());
    }

    [Fact]
    public void The_loser_among_whole_sets_is_told_too()
    {
        var source = From("AZURE_" + Id + " AZURE_TENANT_ID=t AZURE_CLIENT_SECRET=s AZURE_CLIENT_CERTIFICATE_PATH=p");

        Assert.Equal(new[] { "AZURE_CLIENT_CERTIFICATE_PATH is not used: AZURE_CLIENT_SECRET comes first." }, source.PassedOver);
    }

    [Fact]
    public void Values_reach_the_source_and_secrets_stay_out_of_its_text()
    {
        var source = From("AZURE_" + Id + " AZURE_TENANT_ID=contoso.com AZURE_CLIENT_SECRET=s3cr3t AZURE_AUTHORITY_HOST=login.microsoftonline.us/");

        Assert.Equal("11111111-2222-3333-4444-555555555555", source.ClientId);
        Assert.Equal("contoso.com", source.Tenant);
        Assert.Equal("https://login.microsoftonline.us", source.Authority);
        Assert.Equal("ClientSecret", source.CreateCredential()!.Kind);
        Assert.DoesNotContain("s3cr3t", source + string.Concat(source.PassedOver));
    }

    [Theory]
    [InlineData("system", null)]
    [InlineData("22222222-3333-4444-5555-666666666666", "22222222-3333-4444-5555-666666666666")]
    public void A_managed_identity_is_the_systems_or_named(string value, string? clientId) =>
        Assert.Equal(clientId, From("OUTLOOKMAIL_MANAGED_IDENTITY=" + value).ManagedIdentityClientId);

    [Theory]
    [InlineData("https://login.microsoftonline.com/", "Global")]
    [InlineData("login.microsoftonline.us", "USGovHigh")]
    [InlineData("https://login.chinacloudapi.cn", "China")]
    [InlineData("https://localhost:8443", null)]
    public void An_authority_host_belongs_to_a_cloud(string host, string? cloud) => Assert.Equal(cloud, CloudEndpoints.CloudOf(host)?.ToString());
}
