using System;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Writes what Register-OutlookApp would do as a script that an administrator can read and run. Nobody signs in for it.</summary>
[Cmdlet(VerbsData.Export, "OutlookApp", SupportsShouldProcess = true, DefaultParameterSetName = OutputSet)]
[OutputType(typeof(string))]
public sealed class ExportOutlookAppCommand : OutlookCmdlet
{
    private const string OutputSet = "Output";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    [Parameter(Mandatory = true)]
    public OutlookAppExportFormat Format { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public OutlookAppSignIn[]? SignIn { get; set; }

    [Parameter]
    public OutlookAppAudience Audience { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? RedirectUri { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PermissionCompleter))]
    public string[]? Permission { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    [Parameter]
    public SwitchParameter NoSecret { get; set; }

    [Parameter]
    public OutlookCloud Cloud { get; set; } = OutlookCloud.Global;

    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord() => Guard(
        () =>
        {
            string text = AppHandOver.Write(Request(), Cloud, Format);
            if ((LiteralPath ?? Path) is not { } given)
            {
                WriteObject(text);
                return;
            }

            string file = FileSystemPaths.Target(this, given, literal: LiteralPath is not null);
            if (ShouldProcess(file, "Write the hand-over pack"))
            {
                AppTextFile.Write(file, text, Force);
            }
        },
        Name);

    private RegisterAppRequest Request() => new()
    {
        Name = Name,
        SignIn = AppSignIns.Join(SignIn, OutlookAppSignIn.DeviceCode),
        Audience = MyInvocation.BoundParameters.ContainsKey(nameof(Audience)) ? Audience : null,
        RedirectUris = RedirectUri ?? Array.Empty<string>(),
        Permissions = Permission,
        SecretName = SecretName,
        NoSecret = NoSecret,
    };
}
