using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Marks messages as read, flagged or answered, and sets keywords.</summary>
[Cmdlet(VerbsCommon.Set, "OutlookMail", SupportsShouldProcess = true)]
[OutputType(typeof(OutlookMessage))]
public sealed class SetOutlookMailCommand : OutlookMailChangeCmdlet
{
    // RFC 9051 §9 flag-keyword = atom: printable ASCII without what the grammar uses itself. The engine compares without
    // case, by which the Kelvin sign is a K.
    private const string Atom = @"^(?-i:[!#$&'+,\-./0-9:;<=>?@A-Z\[^_`a-z|}~]+)$";

    [Parameter]
    public SwitchParameter Read { get; set; }

    [Parameter]
    public SwitchParameter Flagged { get; set; }

    [Parameter]
    public SwitchParameter Answered { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(Atom)]
    public string[] AddKeyword { get; set; } = Array.Empty<string>();

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(Atom)]
    public string[] RemoveKeyword { get; set; } = Array.Empty<string>();

    private protected override string Action => "Mark as " + string.Join(", ", Words());

    protected override void BeginProcessing()
    {
        if (!Words().Any())
        {
            Report(CmdletErrors.NothingToSet(), null, errorsEndCommand: true);
        }
    }

    private protected override IAsyncEnumerable<OutlookMessage> ChangeAsync(IReadOnlyList<OutlookMessage> messages, MailboxEvents events, CancellationToken token)
    {
        var change = new FlagChange
        {
            Read = Asked(nameof(Read), Read),
            Flagged = Asked(nameof(Flagged), Flagged),
            Answered = Asked(nameof(Answered), Answered),
            AddKeywords = AddKeyword,
            RemoveKeywords = RemoveKeyword,
        };
        return OutlookClient.Shared.SetFlagsAsync(messages, change, events, token);
    }

    // -Read:$false marks as unread; without the switch it stays as it is.
    private bool? Asked(string parameter, SwitchParameter value) =>
        MyInvocation.BoundParameters.ContainsKey(parameter) ? value.ToBool() : null;

    private IEnumerable<string> Words() => new[]
        {
            Word(Asked(nameof(Read), Read), "read", "unread"),
            Word(Asked(nameof(Flagged), Flagged), "flagged", "not flagged"),
            Word(Asked(nameof(Answered), Answered), "answered", "not answered"),
        }
        .Where(word => word.Length > 0)
        .Concat(AddKeyword)
        .Concat(RemoveKeyword.Select(keyword => "not " + keyword));

    private static string Word(bool? state, string yes, string no) => state switch { true => yes, false => no, _ => "" };
}
