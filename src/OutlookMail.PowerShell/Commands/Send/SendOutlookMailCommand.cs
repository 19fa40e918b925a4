using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Sends one mail for each input.</summary>
[Cmdlet(VerbsCommunications.Send, "OutlookMail", SupportsShouldProcess = true, DefaultParameterSetName = "Direct")]
[OutputType(typeof(OutlookSendResult), ParameterSetName = new[] { "Direct" })]
[OutputType(typeof(OutlookOutboxItem), ParameterSetName = new[] { "Queue" })]
public sealed class SendOutlookMailCommand : OutlookSessionCmdlet
{
    private readonly QueueBatch batch = new();

    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] To { get; set; } = Array.Empty<string>();

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string? Subject { get; set; }

    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    public string? Body { get; set; }

    [Parameter]
    [Alias("AsHtml")]
    public SwitchParameter BodyAsHtml { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Html { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Cc { get; set; } = Array.Empty<string>();

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Bcc { get; set; } = Array.Empty<string>();

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] ReplyTo { get; set; } = Array.Empty<string>();

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? From { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Attachments", "PSPath", "Path")]
    [ValidateNotNullOrEmpty]
    public string[] Attachment { get; set; } = Array.Empty<string>();

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public OutlookMailPriority Priority { get; set; } = OutlookMailPriority.Normal;

    [Parameter(ParameterSetName = "Queue", Mandatory = true)]
    public SwitchParameter Queue { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? IdempotencyKey { get; set; }

    [Parameter(ParameterSetName = "Direct")]
    public SwitchParameter NoJournal { get; set; }

    [Parameter(ParameterSetName = "Queue", ValueFromPipelineByPropertyName = true)]
    public DateTimeOffset? NotBefore { get; set; }

    [Parameter(ParameterSetName = "Queue", ValueFromPipelineByPropertyName = true)]
    public DateTimeOffset? NotAfter { get; set; }

    protected override void ProcessRecord()
    {
        MailDraft? draft = null;
        Guard(() => draft = Draft(), Subject);
        string recipients = string.Join(", ", To.Concat(Cc).Concat(Bcc));
        if (draft is null || !ShouldProcess(recipients, Queue ? $"Queue '{draft.Subject}'" : $"Send '{draft.Subject}'"))
        {
            return;
        }

        if (Queue)
        {
            batch.Add(draft, IdempotencyKey, NotBefore, NotAfter);
            if (batch.IsDue)
            {
                RunInSession(batch.Take());
            }
        }
        else
        {
            var request = new SendRequest { IdempotencyKey = IdempotencyKey, NoJournal = NoJournal };
            RunInSession(
                async (session, output, token) => await output.WriteAsync(
                    await OutlookClient.Shared.SendMailAsync(session, draft, request, new OutboxEvents(output), token).ConfigureAwait(false)).ConfigureAwait(false),
                recipients);
        }
    }

    protected override void EndProcessing()
    {
        if (!batch.IsEmpty)
        {
            RunInSession(batch.Take());
        }
    }

    private MailDraft Draft() => new()
    {
        To = To,
        Cc = Cc,
        Bcc = Bcc,
        ReplyTo = ReplyTo,
        From = From,
        Subject = Subject ?? "",
        Text = BodyAsHtml ? null : Body,
        Html = BodyAsHtml ? Body : Html,
        AttachmentPaths = Attachment.SelectMany(Files).ToList(),
        Priority = Priority,
    };

    // A path that came from Get-ChildItem is a name, not a pattern; its provider prefix tells.
    private IEnumerable<string> Files(string path) =>
        FileSystemPaths.ExistingFiles(this, path, literal: path.Contains("::"));
}
