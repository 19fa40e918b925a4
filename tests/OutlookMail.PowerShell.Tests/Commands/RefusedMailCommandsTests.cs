using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Commands;
using OutlookMail.PowerShell.Tests.Runtime;
using OutlookMail.Sandbox;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Commands;

/// <summary>What somebody at a shell sees of a server that says no, and what is kept of the mail.</summary>
public sealed class RefusedMailCommandsTests
{
    private const string Bob = "bob@contoso.test";
    private const string Carol = "carol@contoso.test";

    /// <summary>The command that is refused, the reply, the error, and words of its message and its fix.</summary>
    public static TheoryData<string, string, string, string, string> Refusals => new()
    {
        { "EHLO", "451 4.3.2 Please try again later", "Throttled", "451 4.3.2", "Wait a minute" },
        { "EHLO", "550 5.7.1 Service not available to you", "TlsFailed", "does not offer STARTTLS", "Check the server's name" },
        { "AUTH", "454 4.7.0 Temporary authentication failure", "Throttled", "454 4.7.0", "Wait 60 seconds" },
        { "AUTH", "535 5.7.3 Authentication unsuccessful", "AuthenticationRejected", "535 5.7.3", "Test-OutlookAppPermissions" },
        { "AUTH", "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.", "SmtpAuthDisabled", "5.7.139", "Set-CASMailbox ada@contoso.test -SmtpClientAuthenticationDisabled $false" },
        { "MAIL", "451 4.3.0 Temporary server error", "Throttled", "451 4.3.0", "not sent; in the outbox (-Queue)" },
        { "MAIL", "550 5.7.60 SMTP; Client does not have permissions to send as this sender", "SenderRejected", "550 5.7.60", "Add-RecipientPermission" },
        { "RCPT", "450 4.2.0 Mailbox busy", "RecipientRejected", "bob@contoso.test: 450 4.2.0", "-Queue, which tries again by itself" },
        { "RCPT", "550 5.1.1 User unknown", "RecipientRejected", "bob@contoso.test: 550 5.1.1", "Check the addresses" },
        { "DATA", "451 4.3.0 Temporary server error", "Throttled", "451 4.3.0", "not sent; in the outbox (-Queue)" },
        { "DATA", "554 5.7.1 No mail today", "MailNotSent", "554 5.7.1", "cannot double it" },
        { ".", "451 4.3.0 Temporary server error", "Throttled", "451 4.3.0", "not sent; in the outbox (-Queue)" },
        { ".", "554 5.6.0 Corrupt message content", "MailNotSent", "554 5.6.0", "cannot double it" },
        { ".", "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", "Throttled", "432 4.3.2", "The mail was not sent" },
        { ".", "552 5.3.4 Message size exceeds fixed maximum message size", "MessageTooLarge", "552 5.3.4", "-MaxSendSize" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public Task Each_step_that_is_refused_is_an_error_with_the_servers_words_and_a_fix_and_the_mail_is_kept_as_failed(string command, string reply, string id, string message, string fix) => InAsync(sandbox =>
    {
        sandbox.Faults.NextSmtpAnswer(command, reply, Times);
        EngineRun run = Send("refused", Bob);
        sandbox.Faults.Clear();

        ErrorRecord error = run.Terminating ?? Assert.Single(run.Errors);
        Assert.Equal(id + ",OutlookMail.PowerShell.Commands.SendOutlookMailCommand", error.FullyQualifiedErrorId);
        Assert.Contains(message, error.Exception.Message);
        Assert.Contains(fix, error.ErrorDetails?.RecommendedAction);
        Assert.Empty(run.Output);
        OutlookOutboxItem kept = Assert.Single(Outbox());
        Assert.Equal((OutlookOutboxState.Failed, true), (kept.State, kept.IsDirect));
        Assert.Contains(message.Split(": ")[^1], kept.Reason);
        Assert.Empty(Inbox(sandbox, Bob));
    });

    [Fact]
    public Task Of_rows_that_the_server_refuses_each_is_an_error_and_the_others_are_sent() => InAsync(sandbox =>
    {
        sandbox.Faults.NextSmtpAnswer("RCPT", "550 5.1.1 User unknown", 1);
        EngineRun run = CmdletRun.WithInput<SendOutlookMailCommand>([new { Subject = "one" }, new { Subject = "two" }, new { Subject = "three" }], ("To", Bob), ("Body", "x"));

        Assert.StartsWith("RecipientRejected,", Assert.Single(run.Errors).FullyQualifiedErrorId);
        Assert.Equal(["two", "three"], run.Output.Cast<OutlookSendResult>().Select(sent => sent.Subject));
        Assert.Equal(["two", "three"], Inbox(sandbox, Bob));
    });

    [Theory]
    [InlineData("550 5.1.1 User unknown", "did not take", OutlookOutboxState.Sent)]
    [InlineData("450 4.2.0 Mailbox busy", "Start-OutlookOutbox", OutlookOutboxState.Queued)]
    public Task Of_recipients_that_are_partly_refused_each_is_told_and_a_warning_says_so(string reply, string warning, OutlookOutboxState state) => InAsync(sandbox =>
    {
        sandbox.Faults.NextSmtpAnswer("RCPT", reply, 1);
        EngineRun run = Send("partly", Bob, Carol);

        OutlookSendResult result = Assert.Single(SandboxRunspace.Output<OutlookSendResult>(run));
        Assert.Equal([(Bob, false), (Carol, true)], result.Recipients.Select(one => (one.Address, one.Accepted)));
        Assert.Contains(reply, result.Recipients[0].Reply);
        Assert.Contains(run.Warnings, text => text.Contains(Bob, StringComparison.Ordinal) && text.Contains(warning, StringComparison.Ordinal));
        Assert.Contains(Outbox(), item => item.State == state);
        Assert.Equal((0, 1), (Inbox(sandbox, Bob).Length, Inbox(sandbox, Carol).Length));
    });

    [Fact]
    public Task A_confirmation_that_is_lost_is_made_up_for_by_the_copy_in_Sent_Items() => InAsync(sandbox =>
    {
        sandbox.Faults.Next(OutlookSandboxFault.DropAfterDot);
        OutlookSendResult result = Assert.Single(SandboxRunspace.Output<OutlookSendResult>(Send("lost", Bob)));

        Assert.Equal(OutlookSendState.Sent, result.State);
        Assert.Single(Inbox(sandbox, Bob));
        Assert.Contains(Outbox("History"), item => item.History.Any(line => line.To == OutlookOutboxState.Uncertain) && item.State == OutlookOutboxState.Sent);
    });

    [Fact]
    public Task Without_the_journal_a_lost_confirmation_is_SendUncertain_and_says_where_to_look() => InAsync(sandbox =>
    {
        sandbox.Faults.Next(OutlookSandboxFault.DropAfterDot);
        EngineRun run = CmdletRun.Of<SendOutlookMailCommand>(("To", Bob), ("Subject", "lost"), ("Body", "x"), ("NoJournal", true));

        ErrorRecord error = Assert.Single(run.Errors);
        Assert.StartsWith("SendUncertain,", error.FullyQualifiedErrorId);
        Assert.Contains("Get-OutlookMail -Folder 'Sent Items' -MessageId", error.ErrorDetails?.RecommendedAction);
        Assert.Equal(OutlookSendState.Uncertain, Assert.IsType<OutlookSendResult>(error.TargetObject).State);
        Assert.Empty(run.Output);
    });

    // A refused token is asked for anew once, and a shared mailbox' other form of the user is tried.
    private const int Times = 10;

    private static Task InAsync(Action<SandboxServer> test) => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
    {
        SandboxServer sandbox = SandboxServer.StartAsync(new SandboxOptions { MessagesPerMinute = 0, Users = ["ada@contoso.test", Bob, Carol] }, CancellationToken.None).GetAwaiter().GetResult();
        try
        {
            CmdletRun.Of<ConnectOutlookMailboxCommand>(("Sandbox", sandbox.Info));
            test(sandbox);
        }
        finally
        {
            OutlookClient.Shared.ForgetSandboxAsync(sandbox.Info.Id, CancellationToken.None).GetAwaiter().GetResult();
            sandbox.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    });

    private static EngineRun Send(string subject, params string[] to) => CmdletRun.Of<SendOutlookMailCommand>(("To", to), ("Subject", subject), ("Body", "x"));

    private static OutlookOutboxItem[] Outbox(params string[] switches) =>
        SandboxRunspace.Output<OutlookOutboxItem>(CmdletRun.Of<GetOutlookOutboxCommand>(switches.Select(name => (name, (object?)true)).ToArray()));

    private static string[] Inbox(SandboxServer sandbox, string user) => sandbox.Store.Mailbox(user).Folder("Inbox").Messages
        .Select(message => Encoding.UTF8.GetString(message.Bytes.Span).Split("\r\n").First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..])
        .ToArray();
}
