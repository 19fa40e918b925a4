using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Writes a kept app's credential in the form that other software takes.</summary>
[Cmdlet(VerbsData.Export, "OutlookAppCredential", SupportsShouldProcess = true, DefaultParameterSetName = OutputSet)]
[OutputType(typeof(string))]
public sealed class ExportOutlookAppCredentialCommand : OutlookAppCmdlet
{
    private const string OutputSet = "Output";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    [Parameter(Mandatory = true)]
    public OutlookCredentialFormat Format { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        string? file = null;
        string? given = LiteralPath ?? Path;
        Guard(() => file = given is null ? null : FileSystemPaths.Target(this, given, literal: LiteralPath is not null), errorsEndCommand: true);
        if (file is not null && !ShouldProcess(file, AsPlainText ? "Write the app's credential with its secret in plain text" : "Write the app's credential without its secret"))
        {
            return;
        }

        bool plainText = AsPlainText;
        bool overwrite = Force;
        OutlookSandboxInfo? sandbox = ChosenSandbox;
        Run(
            async (output, token) =>
            {
                string text = await OutlookAppClient.Shared.ExportCredentialAsync(LocalRequest(sandbox), ClientId, Format, plainText, token).ConfigureAwait(false);
                if (file is null)
                {
                    await output.WriteAsync(text).ConfigureAwait(false);
                }
                else
                {
                    AppTextFile.Write(file, text, overwrite);
                }
            },
            ClientId ?? file);
    }
}
