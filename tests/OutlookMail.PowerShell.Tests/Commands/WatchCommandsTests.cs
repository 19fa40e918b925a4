using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Commands;
using OutlookMail.PowerShell.Tests.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Commands;

public sealed class WatchCommandsTests
{
    [Fact]
    public Task A_mail_that_came_a_moment_before_is_output() => SandboxRunspace.ConnectedAsync(session =>
    {
        Send(session, "code 123456");

        OutlookMessage found = Assert.Single(SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<WaitOutlookMailCommand>(("Subject", "code"), ("Timeout", 60))));

        Assert.Equal("code 123456", found.Subject);
    });

    [Fact]
    public Task Waiting_in_vain_is_an_error_about_the_folder() => SandboxRunspace.ConnectedAsync(session =>
    {
        EngineRun run = CmdletRun.Of<WaitOutlookMailCommand>(("Subject", "never"), ("Timeout", 1));

        ErrorRecord error = Assert.Single(run.Errors);
        Assert.Equal("WaitTimedOut,OutlookMail.PowerShell.Commands.WaitOutlookMailCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.OperationTimeout, error.CategoryInfo.Category);
        Assert.Equal("INBOX", error.TargetObject);
    });

    [Fact]
    public Task A_watch_tells_what_comes_and_ends_when_the_pipeline_wants_no_more() => SandboxRunspace.ConnectedAsync(session =>
    {
        Send(session, "before");
        var enough = new PipelineStoppedException();
        EngineRun run = CmdletRun.Prepare(new WatchOutlookMailboxCommand());
        run.Downstream = _ => throw enough;
        // Another mail until the watch, which begins in its own time, has seen one.
        using var stop = new System.Threading.CancellationTokenSource();
        Task sending = SandboxRunspaceMail.KeepSendingAsync(session, stop.Token);

        run.Invoke(CmdletRun.Named(("Kind", "New"), ("PollInterval", 1)));
        stop.Cancel();
        sending.GetAwaiter().GetResult();

        Assert.Same(enough, run.Thrown);
    });

    [Fact]
    public Task A_watch_with_a_timeout_ends_by_itself() => SandboxRunspace.ConnectedAsync(_ =>
        Assert.Empty(SandboxRunspace.Output<OutlookMailboxEvent>(CmdletRun.Of<WatchOutlookMailboxCommand>(("Timeout", 1), ("PollInterval", 1)))));

    [Fact]
    public Task Attachments_are_saved_from_the_pipeline() => SandboxRunspace.ConnectedAsync(session =>
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("outlookmail-attachments");
        try
        {
            string file = Path.Combine(folder.FullName, "report.bin");
            File.WriteAllBytes(file, [1, 2, 3]);
            SandboxRunspace.Output<OutlookSendResult>(CmdletRun.Of<SendOutlookMailCommand>(("To", session.Mailbox), ("Subject", "with"), ("Body", "x"), ("Attachment", file)));
            OutlookMessage[] messages = SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<GetOutlookMailCommand>(("HasAttachment", true)));
            (string, object?)[] into = [("Path", Path.Combine(folder.FullName, "in")), ("FolderPattern", "{Domain}")];

            Assert.Empty(SandboxRunspace.Output<OutlookSavedAttachment>(CmdletRun.WithInput<SaveOutlookMailAttachmentCommand>(messages, [.. into, ("WhatIf", true)])));
            OutlookSavedAttachment saved = Assert.Single(SandboxRunspace.Output<OutlookSavedAttachment>(CmdletRun.WithInput<SaveOutlookMailAttachmentCommand>(messages, into)));
            OutlookSavedAttachment again = Assert.Single(SandboxRunspace.Output<OutlookSavedAttachment>(CmdletRun.WithInput<SaveOutlookMailAttachmentCommand>(messages, [.. into, ("SkipDuplicate", true)])));
            EngineRun bad = CmdletRun.WithInput<SaveOutlookMailAttachmentCommand>(messages, ("Path", folder.FullName), ("FolderPattern", "{Nothing}"));

            Assert.Equal(Path.Combine(folder.FullName, "in", "contoso.test", "report.bin"), saved.Path);
            Assert.Equal(new byte[] { 1, 2, 3 }, File.ReadAllBytes(saved.Path));
            Assert.True(again.IsDuplicate);
            Assert.Equal("NamePatternInvalid,OutlookMail.PowerShell.Commands.SaveOutlookMailAttachmentCommand", bad.Terminating?.FullyQualifiedErrorId);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    });

    private static void Send(OutlookSession session, string subject) =>
        SandboxRunspace.Output<OutlookSendResult>(CmdletRun.Of<SendOutlookMailCommand>(("To", session.Mailbox), ("Subject", subject), ("Body", "x")));
}
