using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.Cli;

/// <summary>
/// Who signs in and where, for every command that needs it. What is not given comes from the environment, as for
/// Connect-OutlookMailbox; secrets come from there alone, since a command line is for everybody on the machine to read.
/// </summary>
internal sealed class SignInOptions
{
    private readonly Option<string?> mailbox = new("--mailbox") { Description = "Whose mail; the account's own when it is not given." };
    private readonly Option<string?> account = new("--account") { Description = "Who signs in, of those that are kept." };
    private readonly Option<string?> profile = new("--profile") { Description = "A sign-in that Set-OutlookAppCredential -Profile named." };
    private readonly Option<string?> clientId = new("--client-id") { Description = "The app; else OUTLOOKMAIL_CLIENT_ID or AZURE_CLIENT_ID." };
    private readonly Option<string?> tenant = new("--tenant") { Description = "Its tenant: an id or a domain; else OUTLOOKMAIL_TENANT_ID or AZURE_TENANT_ID." };
    private readonly Option<OutlookCloud> cloud = new("--cloud") { Description = "Which of Microsoft's clouds." };
    private readonly Option<OutlookAppSignIn> signIn = new("--sign-in") { Description = "Which of a kept app's sign-ins." };
    private readonly Option<bool> interactive = new("--interactive") { Description = "In the browser instead of by device code." };
    private readonly Option<bool> silent = new("--silent") { Description = "Only with what is kept: never shows a code." };
    private readonly Option<bool> managedIdentity = new("--managed-identity") { Description = "The identity that Azure gives this machine." };
    private readonly Option<string?> federatedToken = new("--federated-token-file") { Description = "A file with a token of another identity provider that the app trusts." };
    private readonly Option<string?> accessToken = new("--access-token-file") { Description = "A file with an access token that something else got; - reads it from standard input." };
    private readonly Option<string?> proxy = new("--proxy") { Description = "http://host:port or socks5://host:port, for everything." };
    private readonly Option<string?> sandbox = new("--sandbox") { Description = "A file with what `outlookmail sandbox --json` printed." };
    private readonly Option<string?> authority = new("--authority") { Description = "A sign-in server of your own." };
    private readonly Option<string?> graph = new("--graph") { Description = "Its Microsoft Graph." };
    private readonly Option<string?> imapServer = new("--imap-server");
    private readonly Option<int?> imapPort = new("--imap-port");
    private readonly Option<string?> smtpServer = new("--smtp-server");
    private readonly Option<int?> smtpPort = new("--smtp-port");
    private readonly Option<string?> caFile = new("--ca-file") { Description = "A CA certificate (PEM) to trust besides the system's." };

    public IReadOnlyList<Option> All =>
    [
        mailbox, account, profile, clientId, tenant, cloud, signIn, interactive, silent, managedIdentity, federatedToken, accessToken, proxy,
        sandbox, authority, graph, imapServer, imapPort, smtpServer, smtpPort, caFile,
    ];

    /// <summary>Those that mean something at Microsoft Graph alone.</summary>
    public IReadOnlyList<Option> AtGraph => [account, tenant, cloud, interactive, accessToken, sandbox, authority, graph, caFile];

    public ConnectRequest Mail(ParseResult parsed)
    {
        var box = Sandbox(parsed);
        return new ConnectRequest
        {
            Mailbox = parsed.GetValue(mailbox),
            Account = parsed.GetValue(account),
            Profile = parsed.GetValue(profile),
            ClientId = parsed.GetValue(clientId),
            Tenant = parsed.GetValue(tenant),
            Cloud = parsed.GetValue(cloud),
            SignIn = parsed.GetValue(signIn),
            Interactive = parsed.GetValue(interactive),
            Silent = parsed.GetValue(silent),
            ManagedIdentity = parsed.GetValue(managedIdentity),
            ManagedIdentityClientId = parsed.GetValue(managedIdentity) ? parsed.GetValue(clientId) : null,
            FederatedTokenFile = parsed.GetValue(federatedToken),
            AccessToken = Secret(parsed.GetValue(accessToken)),
            Proxy = parsed.GetValue(proxy),
            Sandbox = box,
            Authority = parsed.GetValue(authority),
            Graph = parsed.GetValue(graph),
            ImapServer = parsed.GetValue(imapServer),
            ImapPort = parsed.GetValue(imapPort),
            SmtpServer = parsed.GetValue(smtpServer),
            SmtpPort = parsed.GetValue(smtpPort),
            CertificateAuthority = Trusted(parsed),
            CanInteract = CanInteract(box),
        };
    }

    public AppRequest Apps(ParseResult parsed, string? bootstrapClientId)
    {
        var box = Sandbox(parsed);
        return new AppRequest
        {
            BootstrapClientId = bootstrapClientId,
            Tenant = parsed.GetValue(tenant),
            Cloud = parsed.GetValue(cloud),
            Account = parsed.GetValue(account),
            AccessToken = Secret(parsed.GetValue(accessToken)),
            Interactive = parsed.GetValue(interactive),
            Sandbox = box,
            Authority = parsed.GetValue(authority),
            Graph = parsed.GetValue(graph),
            CertificateAuthority = Trusted(parsed),
            CanInteract = CanInteract(box),
        };
    }

    // The code is shown on standard error: who has sent that elsewhere does not see it. A sandbox answers its own pages.
    private static bool CanInteract(OutlookSandboxInfo? box) => box is { Approval: not "Page" } || (Environment.UserInteractive && !Console.IsErrorRedirected);

    private OutlookSandboxInfo? Sandbox(ParseResult parsed) => parsed.GetValue(sandbox) is { } file ? InputFile.ReadSandbox(file) : null;

    private X509Certificate2? Trusted(ParseResult parsed) => parsed.GetValue(caFile) is { } file ? InputFile.ReadCertificate(file) : null;

    private static SecureString? Secret(string? file) => file is null ? null : new NetworkCredential("", InputFile.Read(file).Trim()).SecurePassword;
}
