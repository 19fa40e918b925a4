using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Saves messages as .eml files, octet for octet.</summary>
[Cmdlet(VerbsData.Save, "OutlookMail", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(OutlookSavedMail))]
public sealed class SaveOutlookMailCommand : OutlookCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private string? folder;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [Alias("InputObject")]
    [ValidateNotNullOrEmpty]
    public OutlookMessage[]? Message { get; set; }

    [Parameter(Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void BeginProcessing() => Guard(
        () => folder = FileSystemPaths.Target(this, LiteralPath ?? Path, literal: LiteralPath is not null),
        errorsEndCommand: true);

    protected override void ProcessRecord()
    {
        bool overwrite = Force;
        foreach (OutlookMessage message in Message!)
        {
            if (ShouldProcess($"{message.Subject} ({message.Folder}, UID {message.Uid})", $"Save to {folder}"))
            {
                Run(
                    (output, token) => output.WriteAllAsync(
                        OutlookClient.Shared.SaveMailAsync(new[] { message }, new SaveMailRequest(folder!) { Overwrite = overwrite }, token),
                        token),
                    message);
            }
        }
    }
}
