using System.Collections.Generic;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Saves messages as .eml files, octet for octet.</summary>
[Cmdlet(VerbsData.Save, "OutlookMail", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(OutlookSavedMail))]
public sealed class SaveOutlookMailCommand : OutlookMailReadCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private string? folder;

    [Parameter(Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NamePattern { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void BeginProcessing() => Guard(
        () =>
        {
            folder = FileSystemPaths.Target(this, LiteralPath ?? Path, literal: LiteralPath is not null);
            NamePattern ??= FileNamePattern.Default;
            FileNamePattern.Parse(NamePattern);
        },
        errorsEndCommand: true);

    private protected override bool IsWanted(OutlookMessage message) =>
        ShouldProcess($"{message.Subject} ({message.Folder}, UID {message.Uid})", $"Save to {folder}");

    private protected override void Read(IReadOnlyList<OutlookMessage> messages)
    {
        var request = new SaveMailRequest(folder!) { NamePattern = NamePattern!, Overwrite = Force };
        Run(
            (output, token) => output.WriteAllAsync(OutlookClient.Shared.SaveMailAsync(messages, request, EventsOf(output, "Saving"), token), token),
            messages.Count == 1 ? messages[0] : null);
    }
}
