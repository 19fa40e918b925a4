using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Writes what helps somebody else to find a fault, without anything in it that its owner would not post.</summary>
[Cmdlet(VerbsData.Export, "OutlookSupportBundle", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(OutlookSupportBundle))]
public sealed class ExportOutlookSupportBundleCommand : OutlookCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    // What lies further back belongs to another story.
    private const int MostErrors = 20;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public OutlookSession? Session { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TracePath { get; set; }

    [Parameter]
    public SwitchParameter NoConnectionTest { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        string? file = null;
        string? trace = null;
        Guard(
            () =>
            {
                file = FileSystemPaths.Target(this, LiteralPath ?? Path!, literal: LiteralPath is not null);
                trace = TracePath is null ? null : FileSystemPaths.Target(this, TracePath, literal: false);
            },
            errorsEndCommand: true);
        if (file is null || !ShouldProcess(file, "Write a support bundle"))
        {
            return;
        }

        OutlookSession? session = Session ?? RunspaceState.Current.Session;
        var where = new ConnectRequest { Sandbox = RunspaceState.Current.RunningSandbox };
        var request = new SupportBundleRequest(file)
        {
            Overwrite = Force,
            TracePath = trace,
            NoConnectionTest = NoConnectionTest,
            Facts = Facts(),
            Errors = Errors(),
        };
        Run(
            async (output, token) => await output.WriteAsync(
                await OutlookClient.Shared.ExportSupportBundleAsync(session is { IsOpen: true } ? session : null, where, request, token).ConfigureAwait(false)).ConfigureAwait(false),
            file);
    }

    private KeyValuePair<string, string>[] Facts() =>
    [
        Fact("module", typeof(ExportOutlookSupportBundleCommand).Assembly.GetName().Version),
        Fact("host", Host?.Name),
        Fact("powershell", (GetVariableValue("PSVersionTable") as IDictionary)?["PSVersion"]),
        Fact("interactive", HostInteraction.IsPossible(Environment.GetCommandLineArgs(), Environment.UserInteractive, Environment.GetEnvironmentVariable)),
    ];

    private static KeyValuePair<string, string> Fact(string name, object? value) => new(name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");

    private OutlookMailException[] Errors() => ((GetVariableValue("global:Error") as IEnumerable)?.Cast<object>() ?? [])
        .Select(one => (one is PSObject wrapped ? wrapped.BaseObject : one) switch
        {
            ErrorRecord record => record.Exception,
            Exception exception => exception,
            _ => null,
        })
        .OfType<OutlookMailException>()
        .Take(MostErrors)
        .ToArray();
}
