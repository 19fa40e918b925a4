using System.Collections.Generic;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Reads messages whole: bodies, headers and attachments. Nothing is marked as read.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookMailContent")]
[OutputType(typeof(OutlookMailContent), typeof(string))]
public sealed class GetOutlookMailContentCommand : OutlookMailReadCmdlet
{
    // A body can be as large as a mailbox allows, so none waits beside the one that is being written.
    private const int PageSize = 1;

    [Parameter]
    public SwitchParameter Raw { get; set; }

    [Parameter]
    public SwitchParameter Tnef { get; set; }

    [Parameter]
    public SwitchParameter Nested { get; set; }

    private protected override void Read(IReadOnlyList<OutlookMessage> messages)
    {
        bool raw = Raw;
        var request = new ContentRequest { WithTnef = Tnef, WithNested = Nested };
        Run(
            (output, token) =>
            {
                IAsyncEnumerable<OutlookMailContent> contents = OutlookClient.Shared.GetContentAsync(messages, request, EventsOf(output, "Reading"), token);
                return raw ? output.WriteAllAsync(Sources(contents), token, PageSize) : output.WriteAllAsync(contents, token, PageSize);
            },
            messages.Count == 1 ? messages[0] : null);
    }

    private static async IAsyncEnumerable<string> Sources(IAsyncEnumerable<OutlookMailContent> contents)
    {
        await foreach (OutlookMailContent content in contents)
        {
            yield return content.GetSource();
        }
    }
}
