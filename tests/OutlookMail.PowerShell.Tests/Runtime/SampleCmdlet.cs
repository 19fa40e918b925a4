using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Tests.Runtime;

/// <summary>A cmdlet whose body is the test's.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Sample")]
public sealed class SampleCmdlet : OutlookCmdlet
{
    internal Func<CmdletOutput, CancellationToken, Task> Body { get; set; } = (_, _) => Task.CompletedTask;

    [Parameter(ValueFromPipeline = true)]
    public string? Name { get; set; }

    internal bool ErrorsEndCommand { get; set; }

    protected override void ProcessRecord() => Run(Body, Name, ErrorsEndCommand);
}

[Cmdlet(VerbsDiagnostic.Test, "SessionSample")]
public sealed class SessionSampleCmdlet : OutlookSessionCmdlet
{
    protected override void ProcessRecord() => RunInSession((OutlookSession session, CmdletOutput output, CancellationToken _) => output.WriteAsync(session));
}
