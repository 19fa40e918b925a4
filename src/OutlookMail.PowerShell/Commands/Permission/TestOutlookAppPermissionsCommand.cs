using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Follows each permission from the registration through consent and token to the wire, and looks at what else mail depends on.</summary>
[Cmdlet(VerbsDiagnostic.Test, "OutlookAppPermissions", SupportsShouldProcess = true, DefaultParameterSetName = SessionSet)]
[Alias("Test-OutlookAppPermission")]
[OutputType(typeof(OutlookPermissionResult), typeof(bool), typeof(string), typeof(FileInfo))]
public sealed class TestOutlookAppPermissionsCommand : OutlookSessionCmdlet
{
    private const string SessionSet = "Session";
    private const string AppSet = "App";

    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PermissionCompleter))]
    public string[]? Permission { get; set; }

    [Parameter]
    public OutlookAppSignIn[]? SignIn { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RecipientFilter { get; set; }

    [Parameter]
    public SwitchParameter SendTestMail { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    [Parameter]
    public SwitchParameter Strict { get; set; }

    [Parameter]
    public SwitchParameter AsHtml { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter(ParameterSetName = AppSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    [Parameter(ParameterSetName = AppSet)]
    [ValidateNotNullOrEmpty]
    public string? Mailbox { get; set; }

    [Parameter(ParameterSetName = AppSet)]
    [ValidateNotNullOrEmpty]
    public string? Account { get; set; }

    [Parameter(ParameterSetName = AppSet)]
    [Alias("TenantId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string? Tenant { get; set; }

    [Parameter(ParameterSetName = AppSet)]
    public OutlookCloud Cloud { get; set; } = OutlookCloud.Global;

    [Parameter(ParameterSetName = AppSet)]
    [ValidateNotNull]
    public OutlookSandboxInfo? Sandbox { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BootstrapClientId { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? GraphToken { get; set; }

    protected override void ProcessRecord()
    {
        string? file = null;
        Guard(() => file = Path is null ? null : FileSystemPaths.Target(this, Path, literal: false), errorsEndCommand: true);
        bool sendTestMail = SendTestMail && ShouldProcess(Mailbox ?? Session?.Mailbox ?? "the mailbox", "Send one test mail to itself");
        if (file is not null && !ShouldProcess(file, "Write the permission report"))
        {
            file = null;
        }

        var request = new PermissionTestRequest
        {
            SendTestMail = sendTestMail,
            SignIn = AppSignIns.Join(SignIn, OutlookAppSignIn.None),
            RecipientFilter = RecipientFilter,
            GraphToken = GraphToken,
            BootstrapClientId = BootstrapClientId,
        };
        if (Permission is not null)
        {
            request.Permissions = Permission;
        }

        if (ParameterSetName == AppSet)
        {
            OutlookSandboxInfo? sandbox = Sandbox ?? (MyInvocation.BoundParameters.ContainsKey(nameof(Cloud)) ? null : RunspaceState.Current.RunningSandbox);
            Run(
                (output, token) => WriteAsync(
                    OutlookClient.Shared.TestPermissionsAsync(Where(sandbox), request, new ConnectEvents(this, output, null, sandbox), token), ClientId!, Mailbox ?? Account ?? "", file, output, token),
                ClientId);
        }
        else
        {
            RunInSession((session, output, token) => WriteAsync(
                OutlookClient.Shared.TestPermissionsAsync(session, request, token), session.ClientId ?? "the app", session.Mailbox, file, output, token));
        }
    }

    // Nobody is asked to sign in: what a person would have to do is a row of its own.
    private ConnectRequest Where(OutlookSandboxInfo? sandbox) => new()
    {
        ClientId = ClientId,
        Mailbox = Mailbox,
        Account = Account,
        Tenant = Tenant,
        Cloud = Cloud,
        Sandbox = sandbox,
        CanInteract = false,
    };

    private async Task WriteAsync(IAsyncEnumerable<OutlookPermissionResult> results, string app, string mailbox, string? file, CmdletOutput output, CancellationToken token)
    {
        bool showsRows = !Quiet && !AsHtml;
        var rows = new List<OutlookPermissionResult>();
        await foreach (OutlookPermissionResult row in results.ConfigureAwait(false))
        {
            rows.Add(row);
            if (showsRows)
            {
                await output.WriteAsync(row).ConfigureAwait(false);
            }
        }

        token.ThrowIfCancellationRequested();
        if (AsHtml)
        {
            string html = PermissionReport.Html(rows, app, mailbox, DateTimeOffset.UtcNow);
            if (file is not null)
            {
                AppTextFile.Write(file, html, Force);
                await output.WriteAsync(new FileInfo(file)).ConfigureAwait(false);
            }
            else if (Path is null)
            {
                await output.WriteAsync(html).ConfigureAwait(false);
            }
        }

        if (Quiet)
        {
            await output.WriteAsync(PermissionSummary.IsGood(rows, Strict)).ConfigureAwait(false);
        }
        else if (Strict && PermissionSummary.Open(rows, strict: true) is { Count: > 0 } open)
        {
            throw AppErrors.PermissionsNotProved(open);
        }
    }
}
