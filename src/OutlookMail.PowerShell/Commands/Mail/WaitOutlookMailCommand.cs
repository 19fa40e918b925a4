using System;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Waits until a message comes.</summary>
[Cmdlet(VerbsLifecycle.Wait, "OutlookMail")]
[OutputType(typeof(OutlookMessage))]
public sealed class WaitOutlookMailCommand : OutlookQueryCmdlet
{
    // What asks for the mail (a click on "send me a code") is often done before the wait begins.
    private static readonly TimeSpan MomentBefore = TimeSpan.FromSeconds(60);

    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FolderCompleter))]
    public string Folder { get; set; } = "INBOX";

    [Parameter]
    [Alias("TimeoutSec")]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int Timeout { get; set; } = 300;

    [Parameter]
    [ValidateRange(1, 3600)]
    public int PollInterval { get; set; } = 30;

    protected override void ProcessRecord()
    {
        MailQuery query = Query();
        query.Folder = Folder;
        query.Since ??= DateTimeOffset.UtcNow - MomentBefore;
        RunInSession(
            async (session, output, token) => await output.WriteAsync(
                await OutlookClient.Shared.WaitForMailAsync(
                    session,
                    WithFilter(query, output),
                    TimeSpan.FromSeconds(Timeout),
                    TimeSpan.FromSeconds(PollInterval),
                    new MailboxEvents(output, "Waiting"),
                    token).ConfigureAwait(false)).ConfigureAwait(false),
            Folder);
    }
}
