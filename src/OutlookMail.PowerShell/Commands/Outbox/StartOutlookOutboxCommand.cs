using System;
using System.Collections.Generic;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Sends what waits in the outbox, and finds out about mails that may have been sent.</summary>
[Cmdlet(VerbsLifecycle.Start, "OutlookOutbox", SupportsShouldProcess = true)]
[OutputType(typeof(OutlookOutboxItem))]
public sealed class StartOutlookOutboxCommand : OutlookSessionCmdlet
{
    private readonly List<long> ids = new();

    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public long[] Id { get; set; } = Array.Empty<long>();

    [Parameter]
    public SwitchParameter UntilEmpty { get; set; }

    [Parameter]
    public SwitchParameter ResendUncertain { get; set; }

    [Parameter]
    public SwitchParameter RetryFailed { get; set; }

    [Parameter]
    [ValidateRange(1, 20)]
    public int Connections { get; set; } = 1;

    [Parameter]
    [ValidateRange(0, 100_000)]
    public int PerMinute { get; set; }

    protected override void ProcessRecord() => ids.AddRange(Id);

    protected override void EndProcessing()
    {
        // Mails named by the pipeline are sent together; an empty pipeline names none and must not mean all.
        if (ids.Count == 0 && MyInvocation.ExpectingInput)
        {
            return;
        }

        var request = new OutboxRunRequest
        {
            Ids = ids,
            UntilEmpty = UntilEmpty,
            ResendUncertain = ResendUncertain,
            RetryFailed = RetryFailed,
            Connections = Connections,
            PerMinute = MyInvocation.BoundParameters.ContainsKey(nameof(PerMinute)) ? PerMinute : null,
        };
        OutlookSession? session = null;
        Guard(() => session = ResolveSession());
        if (session is not null && ShouldProcess(session.Mailbox, ResendUncertain ? "Send what waits in the outbox, and again what may have been sent" : "Send what waits in the outbox"))
        {
            Run((output, token) => output.WriteAllAsync(OutlookClient.Shared.Outbox.RunAsync(session, request, new OutboxEvents(output), token), token, pageSize: 1), session);
        }
    }
}
