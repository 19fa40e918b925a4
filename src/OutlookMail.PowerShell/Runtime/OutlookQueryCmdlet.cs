using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>What the cmdlets share that choose messages by conditions.</summary>
public abstract class OutlookQueryCmdlet : OutlookSessionCmdlet
{
    [Parameter]
    public SwitchParameter Unread { get; set; }

    [Parameter]
    public SwitchParameter Flagged { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? From { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? To { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Subject { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Body { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MessageId { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? InReplyTo { get; set; }

    [Parameter]
    [ValidateNotNull]
    public OutlookMessageReference? Thread { get; set; }

    [Parameter]
    [Alias("After")]
    public DateTime? Since { get; set; }

    [Parameter]
    public DateTime? Before { get; set; }

    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long? LargerThan { get; set; }

    [Parameter]
    public SwitchParameter HasAttachment { get; set; }

    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? Filter { get; set; }

    /// <summary>The conditions as they are bound now; on the pipeline thread.</summary>
    private protected MailQuery Query() => new()
    {
        Unread = Asked(nameof(Unread), Unread),
        Flagged = Asked(nameof(Flagged), Flagged),
        From = From,
        To = To,
        Subject = Subject,
        Body = Body,
        MessageId = MessageId,
        InReplyTo = InReplyTo,
        Thread = Thread?.Ids ?? Array.Empty<string>(),
        Since = Moment(Since),
        Before = Moment(Before),
        LargerThan = LargerThan,
        HasAttachment = Asked(nameof(HasAttachment), HasAttachment),
    };

    /// <summary>Adds -Filter to a query; the script runs on the pipeline thread with the message as $_.</summary>
    private protected MailQuery WithFilter(MailQuery query, CmdletOutput output)
    {
        if (Filter is { } filter)
        {
            query.Where = (page, token) => AskAsync(filter, page, output);
        }

        return query;
    }

    private static async Task<IReadOnlyList<bool>> AskAsync(ScriptBlock filter, IReadOnlyList<OutlookMessage> page, CmdletOutput output)
    {
        var answers = new bool[page.Count];
        await output.InvokeAsync(() =>
        {
            for (int i = 0; i < answers.Length; i++)
            {
                answers[i] = LanguagePrimitives.IsTrue(filter.InvokeWithContext(
                    (System.Collections.IDictionary?)null, new List<PSVariable> { new("_", page[i]) }));
            }
        }).ConfigureAwait(false);
        return answers;
    }

    // -Unread:$false asks for what was read; without the switch both are wanted.
    private bool? Asked(string parameter, SwitchParameter value) =>
        MyInvocation.BoundParameters.ContainsKey(parameter) ? value.ToBool() : null;

    private static DateTimeOffset? Moment(DateTime? time) => time is { } t ? new DateTimeOffset(t) : null;
}
