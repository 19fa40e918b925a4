using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>What every cmdlet about apps shares: which cloud's apps are meant.</summary>
public abstract class OutlookAppCmdlet : OutlookCmdlet
{
    [Parameter]
    [Alias("TenantId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string? Tenant { get; set; }

    [Parameter]
    public OutlookCloud Cloud { get; set; } = OutlookCloud.Global;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Authority { get; set; }

    [Parameter]
    [ValidateNotNull]
    public OutlookSandboxInfo? Sandbox { get; set; }

    // A running sandbox is the runspace's default cloud until the command names another one.
    private protected OutlookSandboxInfo? ChosenSandbox =>
        Sandbox ?? (Authority is not null || MyInvocation.BoundParameters.ContainsKey(nameof(Cloud)) ? null : RunspaceState.Current.RunningSandbox);

    /// <param name="sandbox"><see cref="ChosenSandbox"/>, found on the pipeline thread: only that one knows its runspace.</param>
    private protected AppRequest LocalRequest(OutlookSandboxInfo? sandbox) => new()
    {
        Tenant = Tenant,
        Cloud = Cloud,
        Authority = Authority,
        Sandbox = sandbox,
    };
}
