using System;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Sends one mail for each input.</summary>
[Cmdlet(VerbsCommunications.Send, "OutlookMail", SupportsShouldProcess = true, DefaultParameterSetName = "Direct")]
[OutputType(typeof(OutlookSendResult), ParameterSetName = new[] { "Direct" })]
[OutputType(typeof(OutlookOutboxItem), ParameterSetName = new[] { "Queue" })]
[OutputType(typeof(OutlookMailDraft), typeof(OutlookMergeReport))]
public sealed class SendOutlookMailCommand : MailWritingCmdlet
{
    private readonly QueueBatch batch = new();

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

    private protected override void Process(WrittenMail mail)
    {
        if (!Confirms(mail, Queue ? "Queue" : "Send"))
        {
            return;
        }

        if (Queue)
        {
            batch.Add(mail, IdempotencyKey, NotBefore, NotAfter);
            if (batch.IsDue)
            {
                RunInSession(batch.Take());
            }
        }
        else
        {
            var request = new SendRequest { IdempotencyKey = IdempotencyKey, NoJournal = NoJournal };
            RunInSession((session, output, token) => mail.SendAsync(session, request, output, token), mail.Recipients);
        }
    }

    private protected override void Finish()
    {
        if (!batch.IsEmpty)
        {
            RunInSession(batch.Take());
        }
    }
}
