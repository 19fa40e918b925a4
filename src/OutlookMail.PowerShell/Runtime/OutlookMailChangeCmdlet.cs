using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>What the cmdlets share that change messages: they collect what comes down the pipeline, so that few commands do it all.</summary>
public abstract class OutlookMailChangeCmdlet : OutlookCmdlet
{
    // So many cost a few commands, and less memory than a page of the web.
    private const int MostAtOnce = 5000;

    private readonly ProgressClock clock = new();
    private List<OutlookMessage> collected = new();

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("InputObject")]
    [ValidateNotNullOrEmpty]
    public OutlookMessage[]? Message { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        collected.AddRange(Message!);
        if (collected.Count >= MostAtOnce)
        {
            Apply();
        }
    }

    protected override void EndProcessing() => Apply();

    /// <summary>What is done, for ShouldProcess and for progress.</summary>
    private protected abstract string Action { get; }

    /// <summary>Asks, after ShouldProcess said yes; on the pipeline thread.</summary>
    private protected virtual bool IsConfirmed(string target) => true;

    /// <summary>Does it to messages of one mailbox, and gives them as they are afterwards.</summary>
    private protected abstract IAsyncEnumerable<OutlookMessage> ChangeAsync(IReadOnlyList<OutlookMessage> messages, MailboxEvents events, CancellationToken token);

    private void Apply()
    {
        List<OutlookMessage> messages = collected;
        collected = new List<OutlookMessage>();
        foreach (IGrouping<OutlookSession, OutlookMessage> mailbox in messages.GroupBy(m => m.Session))
        {
            OutlookMessage[] some = mailbox.ToArray();
            string target = Describe(some, mailbox.Key);
            if (!ShouldProcess(target, Action) || !IsConfirmed(target))
            {
                continue;
            }

            bool passThru = PassThru;
            Run(
                async (output, token) =>
                {
                    IAsyncEnumerable<OutlookMessage> changed = ChangeAsync(some, new MailboxEvents(output, Action, clock), token);
                    await output.WriteAllAsync(passThru ? changed : NoneOf(changed), token).ConfigureAwait(false);
                },
                some.Length == 1 ? some[0] : mailbox.Key);
            clock.DoneBefore += some.Length;
        }
    }

    private static string Describe(OutlookMessage[] messages, OutlookSession mailbox)
    {
        if (messages.Length == 1)
        {
            return string.Format(CultureInfo.InvariantCulture, "{0} ({1}, UID {2})", messages[0].Subject, messages[0].Folder, messages[0].Uid);
        }

        string[] folders = messages.Select(m => m.Folder).Distinct(StringComparer.Ordinal).ToArray();
        string where = folders.Length == 1 ? folders[0] : string.Format(CultureInfo.CurrentCulture, "{0:N0} folders", folders.Length);
        return string.Format(CultureInfo.CurrentCulture, "{0:N0} messages in {1} of {2}", messages.Length, where, mailbox);
    }

    private static async IAsyncEnumerable<OutlookMessage> NoneOf(IAsyncEnumerable<OutlookMessage> changed)
    {
        await foreach (OutlookMessage _ in changed)
        {
        }

        yield break;
    }
}
