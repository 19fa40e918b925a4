using System;
using System.Management.Automation;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Lists the mails of the outbox.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookOutbox", DefaultParameterSetName = "State")]
[OutputType(typeof(OutlookOutboxItem))]
public sealed class GetOutlookOutboxCommand : OutlookSessionCmdlet
{
    [Parameter(ParameterSetName = "Id", Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public long[] Id { get; set; } = Array.Empty<long>();

    [Parameter(ParameterSetName = "State", Position = 0)]
    public OutlookOutboxState[] State { get; set; } = Array.Empty<OutlookOutboxState>();

    [Parameter(ParameterSetName = "State")]
    [ValidateNotNullOrEmpty]
    public string? IdempotencyKey { get; set; }

    [Parameter]
    public SwitchParameter History { get; set; }

    [Parameter]
    public SwitchParameter Track { get; set; }

    protected override void ProcessRecord()
    {
        var query = new OutboxQuery { Ids = Id, States = State, IdempotencyKey = IdempotencyKey, WithHistory = History };
        bool track = Track;
        RunInSession(async (session, output, token) =>
        {
            if (track)
            {
                await OutlookClient.Shared.Outbox.TrackAsync(session, token).ConfigureAwait(false);
            }

            foreach (OutlookOutboxItem item in await Task.Run(() => OutlookClient.Shared.Outbox.List(session, query)).ConfigureAwait(false))
            {
                await output.WriteAsync(item).ConfigureAwait(false);
            }
        });
    }
}
