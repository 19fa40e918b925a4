using System;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Lists messages of a folder, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookMail", SupportsPaging = true)]
[OutputType(typeof(OutlookMessage))]
public sealed class GetOutlookMailCommand : OutlookSessionCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string Folder { get; set; } = "INBOX";

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
    [Alias("After")]
    public DateTime? Since { get; set; }

    [Parameter]
    public DateTime? Before { get; set; }

    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long? LargerThan { get; set; }

    [Parameter]
    public SwitchParameter HasAttachment { get; set; }

    protected override void BeginProcessing()
    {
        if (PagingParameters.IncludeTotalCount)
        {
            // A mailbox is not counted before it is listed; an accuracy of 0 is how the engine says "unknown".
            WriteObject(PagingParameters.NewTotalCount(0, 0.0));
        }
    }

    protected override void ProcessRecord()
    {
        ulong skip = PagingParameters.Skip;
        ulong first = PagingParameters.First;
        bool? unread = Asked(nameof(Unread), Unread);
        bool? flagged = Asked(nameof(Flagged), Flagged);
        bool? hasAttachment = Asked(nameof(HasAttachment), HasAttachment);
        RunInSession(
            (session, output, token) => output.WriteAllAsync(
                OutlookClient.Shared.GetMailAsync(
                    session,
                    new MailQuery
                    {
                        Folder = Folder,
                        Unread = unread,
                        Flagged = flagged,
                        From = From,
                        To = To,
                        Subject = Subject,
                        Body = Body,
                        MessageId = MessageId,
                        Since = Moment(Since),
                        Before = Moment(Before),
                        LargerThan = LargerThan,
                        HasAttachment = hasAttachment,
                        Skip = skip,
                        First = first,
                    },
                    token),
                token),
            Folder);
    }

    // -Unread:$false asks for what was read; without the switch both are wanted.
    private bool? Asked(string parameter, SwitchParameter value) =>
        MyInvocation.BoundParameters.ContainsKey(parameter) ? value.ToBool() : null;

    private static DateTimeOffset? Moment(DateTime? time) => time is { } t ? new DateTimeOffset(t) : null;
}
