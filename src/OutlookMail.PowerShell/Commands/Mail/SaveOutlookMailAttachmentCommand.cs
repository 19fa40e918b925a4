using System;
using System.Collections.Generic;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Saves what is attached to messages.</summary>
[Cmdlet(VerbsData.Save, "OutlookMailAttachment", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(OutlookSavedAttachment))]
public sealed class SaveOutlookMailAttachmentCommand : OutlookMailReadCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private string? folder;
    private object? request;

    [Parameter(Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = Array.Empty<string>();

    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] ContentType { get; set; } = Array.Empty<string>();

    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long? LargerThan { get; set; }

    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long? SmallerThan { get; set; }

    [Parameter]
    public SwitchParameter Inline { get; set; }

    [Parameter]
    public SwitchParameter Nested { get; set; }

    [Parameter]
    public SwitchParameter Tnef { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FolderPattern { get; set; }

    [Parameter]
    public SwitchParameter HashName { get; set; }

    [Parameter]
    public SwitchParameter SkipDuplicate { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void BeginProcessing() => Guard(
        () =>
        {
            folder = FileSystemPaths.Target(this, LiteralPath ?? Path, literal: LiteralPath is not null);
            if (FolderPattern is not null)
            {
                FileNamePattern.Parse(FolderPattern);
            }

            // One request for the whole command: it remembers what was saved. No field of a cmdlet may have a type of the client's.
            request = new SaveAttachmentRequest(folder)
            {
                Names = Name,
                ContentTypes = ContentType,
                LargerThan = LargerThan,
                SmallerThan = SmallerThan,
                WithInline = Inline,
                WithNested = Nested,
                WithTnef = Tnef,
                FolderPattern = FolderPattern,
                HashNames = HashName,
                SkipDuplicates = SkipDuplicate,
                Overwrite = Force,
            };
        },
        errorsEndCommand: true);

    private protected override bool IsWanted(OutlookMessage message) =>
        ShouldProcess($"{message.Subject} ({message.Folder}, UID {message.Uid})", $"Save attachments to {folder}");

    private protected override void Read(IReadOnlyList<OutlookMessage> messages) => Run(
        (output, token) => output.WriteAllAsync(
            OutlookClient.Shared.SaveAttachmentsAsync(messages, (SaveAttachmentRequest)request!, EventsOf(output, "Saving attachments"), token), token),
        messages.Count == 1 ? messages[0] : null);
}
