using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Commands;
using OutlookMail.PowerShell.Tests.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Commands;

public sealed class ChangeCommandsTests
{
    [Fact]
    public Task Flags_are_set_on_what_comes_down_the_pipeline() => SandboxRunspace.ConnectedAsync(session =>
    {
        OutlookMessage[] messages = Mails(session, 3);

        Assert.Empty(Output(CmdletRun.WithInput<SetOutlookMailCommand>(messages, ("Read", true))));
        Assert.All(Output(CmdletRun.WithInput<SetOutlookMailCommand>(messages, ("Flagged", true), ("PassThru", true))), m => Assert.True(m.IsFlagged));
        Output(CmdletRun.WithInput<SetOutlookMailCommand>(messages, ("Read", false)));
        Assert.All(List(), m => Assert.True(m is { IsRead: false, IsFlagged: true }));
    });

    [Fact]
    public Task Nothing_to_set_is_said_at_once() => SandboxRunspace.ConnectedAsync(session =>
        Assert.Equal("NothingToSet,OutlookMail.PowerShell.Commands.SetOutlookMailCommand",
            CmdletRun.WithInput<SetOutlookMailCommand>(Mails(session, 1)).Terminating?.FullyQualifiedErrorId));

    [Theory]
    [InlineData("Tasks-2026", true)]
    [InlineData("$Forwarded", true)]
    [InlineData("[x", true)]
    [InlineData("two words", false)]
    [InlineData("a\r\nA1 LOGOUT", false)]
    [InlineData("\\Seen", false)]
    [InlineData("Größe", false)]
    [InlineData("\u212aelvin", false)]
    [InlineData("a]", false)]
    public Task A_keyword_is_an_atom(string keyword, bool isOne) => SandboxRunspace.ConnectedAsync(session =>
    {
        EngineRun run = CmdletRun.WithInput<SetOutlookMailCommand>(Mails(session, 1), ("AddKeyword", keyword));

        Assert.Equal(isOne, run.Thrown is null);
        Assert.Equal(isOne, run.Errors.Count == 1);
    });

    [Fact]
    public Task Messages_are_copied_moved_and_removed() => SandboxRunspace.ConnectedAsync(session =>
    {
        OutlookMessage[] messages = Mails(session, 3);

        Assert.Equal(3, Output(CmdletRun.WithInput<CopyOutlookMailCommand>(messages, ("Destination", "Archive"), ("PassThru", true))).Length);
        OutlookMessage[] moved = Output(CmdletRun.WithInput<MoveOutlookMailCommand>(messages, ("Destination", "junk"), ("PassThru", true)));
        Assert.All(moved, m => Assert.Equal("Junk Email", m.Folder));
        OutlookMessage[] deleted = Output(CmdletRun.WithInput<RemoveOutlookMailCommand>(moved, ("PassThru", true)));
        Assert.All(deleted, m => Assert.Equal("Deleted Items", m.Folder));
        Assert.Equal(3, List("Archive").Length);
        Assert.Empty(List());
    });

    [Fact]
    public Task WhatIf_counts_and_changes_nothing() => SandboxRunspace.ConnectedAsync(session =>
    {
        OutlookMessage[] messages = Mails(session, 3);
        EngineRun[] runs =
        [
            CmdletRun.WithInput<SetOutlookMailCommand>(messages, ("Read", true), ("WhatIf", true)),
            CmdletRun.WithInput<MoveOutlookMailCommand>(messages, ("Destination", "Archive"), ("WhatIf", true)),
            CmdletRun.WithInput<RemoveOutlookMailCommand>(messages, ("Permanent", true), ("WhatIf", true)),
        ];

        Assert.Equal(
            [
                "Mark as read on 3 messages in INBOX of ada@contoso.test (SANDBOX)",
                "Move to Archive on 3 messages in INBOX of ada@contoso.test (SANDBOX)",
                "Delete for good on 3 messages in INBOX of ada@contoso.test (SANDBOX)",
            ],
            runs.Select(r => Assert.Single(r.Asked)));
        Assert.Equal(3, List().Count(m => !m.IsRead));
    });

    [Theory]
    [InlineData(true, false, 2, 0)]
    [InlineData(false, false, 2, 1)]
    [InlineData(true, true, 1, 0)]
    public Task Deleting_for_good_asks_once_unless_it_is_forced(bool answer, bool force, int questions, int left) => SandboxRunspace.ConnectedAsync(session =>
    {
        OutlookMessage[] messages = Mails(session, 1);
        EngineRun run = CmdletRun.Prepare(new RemoveOutlookMailCommand());
        bool first = true;
        run.Answer = true;
        run.OnAsked = () =>
        {
            run.Answer = first || answer;
            first = false;
        };
        var parameters = new Dictionary<string, object?> { ["Permanent"] = true };
        if (force)
        {
            parameters["Force"] = true;
        }

        run.Invoke(parameters, messages);

        Assert.Equal(questions, run.Asked.Count);
        Assert.Equal(left, List().Length);
        Assert.Empty(List("Deleted"));
    });

    [Fact]
    public Task A_message_that_is_gone_is_an_error_about_it_and_the_others_go_on() => SandboxRunspace.ConnectedAsync(session =>
    {
        OutlookMessage[] messages = Mails(session, 2);
        OutlookMessage ghost = messages[0].At("INBOX", messages[0].UidValidity, 4711);
        EngineRun run = CmdletRun.WithInput<MoveOutlookMailCommand>([ghost, .. messages], ("Destination", "Archive"), ("PassThru", true));

        ErrorRecord error = Assert.Single(run.Errors);
        Assert.Equal("MessageNotFound,OutlookMail.PowerShell.Commands.MoveOutlookMailCommand", error.FullyQualifiedErrorId);
        Assert.Same(ghost, error.TargetObject);
        Assert.Equal(2, run.Output.Count);
    });

    [Fact]
    public Task Reading_ahead_keeps_the_order_and_each_failure_is_its_own() => SandboxRunspace.ConnectedAsync(session =>
    {
        OutlookMessage[] messages = Mails(session, 9);
        OutlookMessage ghost = messages[0].At("INBOX", messages[0].UidValidity, 4711);
        EngineRun run = CmdletRun.WithInput<GetOutlookMailContentCommand>([messages[0], ghost, .. messages[1..]]);

        Assert.Equal(messages.Select(m => m.Subject), run.Output.Cast<OutlookMailContent>().Select(c => c.Subject));
        Assert.Same(ghost, Assert.Single(run.Errors).TargetObject);
        Assert.StartsWith("Received:", Assert.IsType<string>(CmdletRun.WithInput<GetOutlookMailContentCommand>([messages[0]], ("Raw", true)).Output[0]), StringComparison.Ordinal);
    });

    [Fact]
    public Task A_filter_is_asked_about_each_message_as_the_current_object() => SandboxRunspace.ConnectedAsync(session =>
    {
        Mails(session, 12);
        var even = new ScriptBlock(args => [int.Parse(((OutlookMessage)args[0]).Subject, System.Globalization.CultureInfo.InvariantCulture) % 2 == 0]);

        Assert.Equal(["12", "10", "8"], Output(CmdletRun.Of<GetOutlookMailCommand>(("Filter", even), ("First", 3))).Select(m => m.Subject));
    });

    [Fact]
    public Task First_and_Skip_count_over_every_folder_of_the_pipeline() => SandboxRunspace.ConnectedAsync(session =>
    {
        Mails(session, 3);

        Assert.Equal(["INBOX", "Sent Items", "Sent Items"], Output(CmdletRun.WithInput<GetOutlookMailCommand>(["INBOX", "Sent Items"], ("Skip", 2), ("First", 3))).Select(m => m.Folder));
    });

    private static OutlookMessage[] Mails(OutlookSession session, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            SandboxRunspace.Output<OutlookSendResult>(CmdletRun.Of<SendOutlookMailCommand>(
                ("To", session.Mailbox), ("Subject", i.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Body", "Hi")));
        }

        return List();
    }

    private static OutlookMessage[] List(string folder = "INBOX") => Output(CmdletRun.Of<GetOutlookMailCommand>(("Folder", folder)));

    private static OutlookMessage[] Output(EngineRun run) => SandboxRunspace.Output<OutlookMessage>(run);
}
