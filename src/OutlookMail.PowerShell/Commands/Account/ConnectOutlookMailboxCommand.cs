using System;
using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;
using OutlookMail.PowerShell.Shims;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Signs in and makes the session the runspace's current one.</summary>
[Cmdlet(VerbsCommunications.Connect, "OutlookMailbox", DefaultParameterSetName = DeviceCodeSet)]
[OutputType(typeof(OutlookSession))]
public sealed class ConnectOutlookMailboxCommand : OutlookCmdlet
{
    private const string DeviceCodeSet = "DeviceCode";
    private const string InteractiveSet = "Interactive";
    private const string ClientSecretSet = "ClientSecret";
    private const string CertificateThumbprintSet = "CertificateThumbprint";
    private const string CertificatePathSet = "CertificatePath";
    private const string FederatedTokenSet = "FederatedToken";
    private const string ManagedIdentitySet = "ManagedIdentity";
    private const string AccessTokenSet = "AccessToken";

    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Mailbox { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Account { get; set; }

    [Parameter(ParameterSetName = DeviceCodeSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? Profile { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    [Parameter]
    [Alias("TenantId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string? Tenant { get; set; }

    [Parameter]
    public OutlookCloud Cloud { get; set; } = OutlookCloud.Global;

    [Parameter(ParameterSetName = DeviceCodeSet)]
    [ValidateSet("DeviceCode", "Interactive", "Web", "AppOnly")]
    public OutlookAppSignIn SignIn { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = InteractiveSet)]
    public SwitchParameter Interactive { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ClientSecretSet)]
    [ValidateNotNull]
    public SecureString? ClientSecret { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = CertificateThumbprintSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificateThumbprint { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = CertificatePathSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    [Parameter(ParameterSetName = CertificatePathSet)]
    [ValidateNotNull]
    public SecureString? CertificatePassword { get; set; }

    [Parameter(ParameterSetName = ClientSecretSet)]
    [Parameter(ParameterSetName = CertificateThumbprintSet)]
    [Parameter(ParameterSetName = CertificatePathSet)]
    [ValidateNotNullOrEmpty]
    public string? RedirectUri { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = FederatedTokenSet)]
    [ValidateNotNullOrEmpty]
    public string? FederatedTokenFile { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ManagedIdentitySet)]
    public SwitchParameter ManagedIdentity { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = AccessTokenSet)]
    [ValidateNotNull]
    public SecureString? AccessToken { get; set; }

    [Parameter(ParameterSetName = DeviceCodeSet)]
    public SwitchParameter Silent { get; set; }

    [Parameter(ParameterSetName = DeviceCodeSet)]
    [ValidateNotNull]
    public ScriptBlock? OnDeviceCode { get; set; }

    [Parameter(ParameterSetName = DeviceCodeSet)]
    public SwitchParameter CopyCode { get; set; }

    [Parameter(ParameterSetName = DeviceCodeSet)]
    public SwitchParameter OpenBrowser { get; set; }

    [Parameter(ParameterSetName = DeviceCodeSet)]
    [Parameter(ParameterSetName = InteractiveSet)]
    public SwitchParameter NoStore { get; set; }

    [Parameter]
    public SwitchParameter Ensure { get; set; }

    // The session is written either way. Scripts that state it, as they do for other Connect- cmdlets, must not fail for it.
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SmtpUser { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Proxy { get; set; }

    [Parameter]
    public SwitchParameter SendOnly { get; set; }

    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public OutlookSandboxInfo? Sandbox { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Authority { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Graph { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ImapServer { get; set; }

    [Parameter]
    [ValidateRange(1, 65535)]
    public int ImapPort { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SmtpServer { get; set; }

    [Parameter]
    [ValidateRange(1, 65535)]
    public int SmtpPort { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateAuthority { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Trace { get; set; }

    [Parameter]
    [ValidateRange(1, 3600)]
    public int ResponseTimeout { get; set; }

    [Parameter]
    [ValidateRange(0, 86400)]
    public int RecoveryTime { get; set; }

    [Parameter]
    [ValidateRange(1, 4)]
    public int Connections { get; set; } = 1;

    protected override void ProcessRecord()
    {
        OutlookSandboxInfo? sandbox = ChooseSandbox();
        string? certificatePath = null;
        string? tracePath = null;
        string? appCertificatePath = null;
        string? tokenPath = null;
        Guard(
            () =>
            {
                certificatePath = CertificateAuthority is null ? null : FileSystemPaths.Target(this, CertificateAuthority, literal: false);
                tracePath = Trace is null ? null : FileSystemPaths.Target(this, Trace, literal: false);
                appCertificatePath = CertificatePath is null ? null : FileSystemPaths.Target(this, CertificatePath, literal: false);
                tokenPath = FederatedTokenFile is null ? null : FileSystemPaths.Target(this, FederatedTokenFile, literal: false);
            },
            errorsEndCommand: true);
        bool canInteract = CanInteract(sandbox);
        bool hasRecoveryTime = MyInvocation.BoundParameters.ContainsKey(nameof(RecoveryTime));
        OutlookSession? current = RunspaceState.Current.Session;
        OutlookSession? session = null;
        Run(
            async (output, token) =>
            {
                using var countdown = new DeviceCodeCountdown(output);
                var events = new ConnectEvents(this, output, OnDeviceCode, sandbox, CopyCode, countdown);
                ConnectRequest request = Request(sandbox, CertificateFile.ReadAuthority(certificatePath), canInteract);
                request.Preferred = current;
                request.Vault = (vault, name) => EngineCommands.ReadSecretAsync(this, output, vault, name);
                request.TracePath = tracePath;
                request.ResponseTimeout = ResponseTimeout > 0 ? TimeSpan.FromSeconds(ResponseTimeout) : null;
                request.RecoveryTime = hasRecoveryTime ? TimeSpan.FromSeconds(RecoveryTime) : request.RecoveryTime;
                request.Connections = Connections;
                request.CertificatePath = appCertificatePath;
                request.FederatedTokenFile = tokenPath;
                try
                {
                    session = await OutlookClient.Shared
                        .ConnectAsync(request, events, token).ConfigureAwait(false);
                }
                finally
                {
                    await countdown.EndAsync().ConfigureAwait(false);
                }
            },
            Mailbox ?? Account,
            errorsEndCommand: true);

        // Null after a stop.
        if (session is not null)
        {
            RunspaceState.Current.Session = session;
            WriteObject(session);
        }
    }

    // A running sandbox is the runspace's default cloud until the command names another one.
    private OutlookSandboxInfo? ChooseSandbox()
    {
        bool namesAnother = Authority is not null || ImapServer is not null || SmtpServer is not null
            || MyInvocation.BoundParameters.ContainsKey(nameof(Cloud));
        return Sandbox ?? (namesAnother ? null : RunspaceState.Current.RunningSandbox);
    }

    private static bool SomebodyIsThere =>
        HostInteraction.IsPossible(Environment.GetCommandLineArgs(), Environment.UserInteractive, Environment.GetEnvironmentVariable);

    private bool CanInteract(OutlookSandboxInfo? sandbox) => sandbox is { Approval: not "Page" } || OnDeviceCode is not null || SomebodyIsThere;

    private ConnectRequest Request(OutlookSandboxInfo? sandbox, X509Certificate2? authority, bool canInteract) => new()
    {
        Mailbox = Mailbox,
        Account = Account,
        Profile = Profile,
        Ensure = Ensure,
        SmtpUser = SmtpUser,
        Proxy = Proxy,
        OpenDevicePage = OpenBrowser,
        ClientId = ClientId,
        Tenant = Tenant,
        Cloud = Cloud,
        AccessToken = AccessToken,
        Silent = Silent,
        CanInteract = canInteract,
        NoStore = NoStore,
        SendOnly = SendOnly,
        Sandbox = sandbox,
        Authority = Authority,
        Graph = Graph,
        ImapServer = ImapServer,
        ImapPort = ImapPort == 0 ? null : ImapPort,
        SmtpServer = SmtpServer,
        SmtpPort = SmtpPort == 0 ? null : SmtpPort,
        CertificateAuthority = authority,
        ClientSecret = ClientSecret,
        CertificateThumbprint = CertificateThumbprint,
        CertificatePassword = CertificatePassword,
        RedirectUri = RedirectUri,
        ManagedIdentity = ManagedIdentity,
        ManagedIdentityClientId = ManagedIdentity ? ClientId : null,
        Interactive = Interactive,
        SignIn = SignIn,

        // A sandbox that answers its own pages needs no browser for it.
        CanOpenBrowser = sandbox is { Approval: not "Page" } || (SomebodyIsThere && HostInteraction.HasBrowser(Environment.GetEnvironmentVariable)),
    };
}
