using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Commands;
using OutlookMail.PowerShell.Tests.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Commands;

public sealed class MailCommandsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("outlookmail-cmdlets");

    [Fact]
    public Task A_mail_that_was_sent_can_be_listed_read_and_saved() => SandboxRunspace.ConnectedAsync(session =>
    {
        string attachment = Path.Combine(folder.FullName, "report.bin");
        byte[] octets = Enumerable.Range(0, 70_000).Select(i => (byte)(i * 31)).ToArray();
        File.WriteAllBytes(attachment, octets);

        OutlookSendResult sent = Assert.Single(SandboxRunspace.Output<OutlookSendResult>(CmdletRun.Of<SendOutlookMailCommand>(
            ("To", session.Mailbox), ("Subject", "Grüße 1"), ("Body", "Hi"), ("Attachments", attachment), ("Priority", "High"))));
        Assert.Equal(OutlookSendState.Sent, sent.State);

        OutlookMessage message = Assert.Single(SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<GetOutlookMailCommand>(("Unread", true), ("First", 1))));
        Assert.Equal("Grüße 1", message.Subject);

        OutlookMailContent content = Assert.Single(SandboxRunspace.Output<OutlookMailContent>(CmdletRun.WithInput<GetOutlookMailContentCommand>([message])));
        Assert.Equal("Hi", content.Text?.Trim());
        using var read = new MemoryStream();
        content.Attachments.Single().OpenRead().CopyTo(read);
        Assert.Equal(octets, read.ToArray());

        OutlookSavedMail saved = Assert.Single(SandboxRunspace.Output<OutlookSavedMail>(CmdletRun.WithInput<SaveOutlookMailCommand>([message], ("Path", folder.FullName))));
        Assert.Equal(saved.Length, new FileInfo(saved.Path).Length);
        Assert.Equal(folder.FullName, Path.GetDirectoryName(saved.Path));
    });

    [Fact]
    public Task What_is_packed_in_a_mail_is_opened_when_it_is_asked_for() => SandboxRunspace.ConnectedAsync(session =>
    {
        // A winmail.dat with b.txt, and a message.
        string[] lines =
        [
            "From: a@x.test",
            "Subject: packed",
            "Message-ID: <packed@x.test>",
            "MIME-Version: 1.0",
            "Content-Type: multipart/mixed; boundary=o",
            "",
            "--o",
            "Content-Type: text/plain",
            "",
            "see",
            "--o",
            "Content-Type: application/ms-tnef; name=winmail.dat",
            "Content-Transfer-Encoding: base64",
            "",
            "eJ8+IgAAAgKQAAAOAAAAAAAAAAAAAAAAAAAAAAAAAAIQgAAABgAAAGIudHh0APABAg+AAAAEAAAAdGV4dMUB",
            "--o",
            "Content-Type: message/rfc822",
            "",
            "From: b@x.test",
            "Subject: inner",
            "",
            "deep",
            "--o--",
            "",
        ];
        string file = Path.Combine(folder.FullName, "packed.eml");
        File.WriteAllText(file, string.Join("\r\n", lines));
        CmdletRun.Of<ImportOutlookMailCommand>(("LiteralPath", new[] { file }), ("Folder", "INBOX"));
        OutlookMessage message = Assert.Single(SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<GetOutlookMailCommand>(("Subject", "packed"))));

        OutlookMailContent Read(params (string, object?)[] switches) => Assert.Single(SandboxRunspace.Output<OutlookMailContent>(CmdletRun.WithInput<GetOutlookMailContentCommand>([message], switches)));
        string[] Save(string into, params (string, object?)[] switches) => SandboxRunspace.Output<OutlookSavedAttachment>(
            CmdletRun.WithInput<SaveOutlookMailAttachmentCommand>([message], [("Path", Path.Combine(folder.FullName, into)), .. switches])).Select(saved => Path.GetFileName(saved.Path)).ToArray();

        Assert.Contains("winmail.dat", Read().Attachments.Select(one => one.Name));
        Assert.Empty(Read().Messages);
        Assert.Contains("b.txt", Read(("Tnef", true)).Attachments.Select(one => one.Name));
        Assert.Equal("inner", Assert.Single(Read(("Nested", true)).Messages).Subject);
        Assert.Contains("winmail.dat", Save("closed"));
        Assert.Contains("b.txt", Save("opened", ("Tnef", true)));
    });

    [Fact]
    public Task The_first_n_and_the_rest_follow_each_other() => SandboxRunspace.ConnectedAsync(session =>
    {
        Send(session, 5);

        OutlookMessage[] first = SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<GetOutlookMailCommand>(("First", 2)));
        OutlookMessage[] rest = SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<GetOutlookMailCommand>(("Skip", 2)));

        Assert.Equal(["5", "4"], first.Select(m => m.Subject));
        Assert.Equal(["3", "2", "1"], rest.Select(m => m.Subject));
    });

    [Fact]
    public Task The_total_is_said_to_be_unknown_when_it_is_asked_for() => SandboxRunspace.ConnectedAsync(session =>
    {
        Send(session, 1);
        EngineRun run = CmdletRun.Of<GetOutlookMailCommand>(("IncludeTotalCount", true));

        Assert.Equal(0UL, Assert.IsType<PSObject>(run.Output[0]).BaseObject);
        Assert.Equal(2, run.Output.Count);
    });

    [Fact]
    public Task Select_First_stops_the_listing_and_the_session_lives_on() => SandboxRunspace.ConnectedAsync(session =>
    {
        Send(session, 12);
        for (int i = 0; i < 3; i++)
        {
            var stop = new PipelineStoppedException();
            EngineRun run = CmdletRun.Prepare(new GetOutlookMailCommand());
            run.Downstream = _ =>
            {
                if (run.Output.Count == 4)
                {
                    throw stop;
                }
            };
            run.Invoke(CmdletRun.Named());

            Assert.Same(stop, run.Thrown);
            Assert.Equal(4, run.Output.Count);
        }

        Assert.Equal(12, SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<GetOutlookMailCommand>()).Length);
    });

    [Fact]
    public Task Unread_false_asks_for_what_was_read() => SandboxRunspace.ConnectedAsync(session =>
    {
        Send(session, 1);

        Assert.Empty(SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<GetOutlookMailCommand>(("Unread", false))));
        Assert.Single(SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<GetOutlookMailCommand>(("Unread", true))));
    });

    [Fact]
    public Task A_folder_that_is_not_there_is_an_error_and_the_next_one_is_listed() => SandboxRunspace.ConnectedAsync(session =>
    {
        Send(session, 1);
        EngineRun run = CmdletRun.WithInput<GetOutlookMailCommand>(["Absent", "INBOX"]);

        ErrorRecord error = Assert.Single(run.Errors);
        Assert.Equal("FolderNotFound,OutlookMail.PowerShell.Commands.GetOutlookMailCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal("Absent", error.TargetObject);
        Assert.Single(run.Output);
    });

    [Fact]
    public Task A_message_that_is_gone_is_an_error_of_its_own() => SandboxRunspace.ConnectedAsync(session =>
    {
        Send(session, 1);
        OutlookMessage message = SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<GetOutlookMailCommand>())[0];
        var gone = new OutlookMessage(session, message.Folder, message.UidValidity, message.Uid + 100);
        EngineRun run = CmdletRun.WithInput<GetOutlookMailContentCommand>([gone, message]);

        Assert.Equal("MessageNotFound,OutlookMail.PowerShell.Commands.GetOutlookMailContentCommand", Assert.Single(run.Errors).FullyQualifiedErrorId);
        Assert.Single(run.Output);
    });

    [Fact]
    public Task Saving_twice_needs_Force() => SandboxRunspace.ConnectedAsync(session =>
    {
        Send(session, 1);
        OutlookMessage message = SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<GetOutlookMailCommand>())[0];
        (string, object?)[] into = [("LiteralPath", folder.FullName), ("Message", message)];
        SandboxRunspace.Output<OutlookSavedMail>(CmdletRun.Of<SaveOutlookMailCommand>(into));

        EngineRun again = CmdletRun.Of<SaveOutlookMailCommand>(into);
        Assert.Equal("FileExists,OutlookMail.PowerShell.Commands.SaveOutlookMailCommand", Assert.Single(again.Errors).FullyQualifiedErrorId);

        Assert.Single(SandboxRunspace.Output<OutlookSavedMail>(CmdletRun.Of<SaveOutlookMailCommand>([.. into, ("Force", true)])));
    });

    [Fact]
    public Task WhatIf_neither_saves_nor_sends() => SandboxRunspace.ConnectedAsync(session =>
    {
        Send(session, 1);
        OutlookMessage message = SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<GetOutlookMailCommand>())[0];
        EngineRun save = CmdletRun.Of<SaveOutlookMailCommand>(("Message", message), ("Path", folder.FullName), ("WhatIf", true));
        EngineRun send = CmdletRun.Of<SendOutlookMailCommand>(("To", session.Mailbox), ("Subject", "no"), ("Body", "x"), ("WhatIf", true));

        Assert.Single(save.Asked);
        Assert.Single(send.Asked);
        Assert.Empty(folder.GetFiles());
        Assert.Single(SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<GetOutlookMailCommand>()));
    });

    [Fact]
    public Task A_row_of_a_table_is_a_mail() => SandboxRunspace.ConnectedAsync(session =>
    {
        EngineRun run = CmdletRun.WithInput<SendOutlookMailCommand>(
        [
            new { To = session.Mailbox, Subject = "one", Body = "1" },
            new { To = "not an address", Subject = "bad", Body = "2" },
            new { To = session.Mailbox, Subject = "two", Body = "3" },
        ]);

        Assert.Equal(["one", "two"], run.Output.Cast<OutlookSendResult>().Select(r => r.Subject));
        Assert.Equal("AddressInvalid,OutlookMail.PowerShell.Commands.SendOutlookMailCommand", Assert.Single(run.Errors).FullyQualifiedErrorId);
    });

    [Theory]
    [InlineData("To", "ada@contoso.test\r\nRCPT TO:<eve@evil.test>", "AddressInvalid")]
    [InlineData("Attachment", "absent.pdf", "AttachmentNotReadable")]
    [InlineData("Attachment", "*.absent", "AttachmentNotReadable")]
    public Task What_is_wrong_with_a_mail_is_found_before_it_is_sent(string parameter, string value, string id) => SandboxRunspace.ConnectedAsync(session =>
    {
        EngineRun run = CmdletRun.Of<SendOutlookMailCommand>(
            parameter == "To" ? [("To", value), ("Subject", "s")] : [("To", session.Mailbox), ("Subject", "s"), (parameter, value)]);

        Assert.Equal($"{id},OutlookMail.PowerShell.Commands.SendOutlookMailCommand", Assert.Single(run.Errors).FullyQualifiedErrorId);
        Assert.Empty(run.Output);
        Assert.Empty(SandboxRunspace.Output<OutlookMessage>(CmdletRun.Of<GetOutlookMailCommand>()));
    });

    [Fact]
    public Task Every_mail_command_needs_a_session() => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
    {
        EngineRun[] runs =
        [
            CmdletRun.Of<GetOutlookMailCommand>(),
            CmdletRun.Of<SendOutlookMailCommand>(("To", "a@b.test")),
            CmdletRun.Of<TestOutlookAppPermissionsCommand>(),
        ];

        Assert.All(runs, r => Assert.StartsWith("NotSignedIn,", r.Terminating?.FullyQualifiedErrorId));
    });

    [Fact]
    public Task Permissions_are_rows_and_Quiet_is_their_sum() => SandboxRunspace.ConnectedAsync(_ =>
    {
        OutlookPermissionResult[] rows = SandboxRunspace.Output<OutlookPermissionResult>(CmdletRun.Of<TestOutlookAppPermissionsCommand>());
        Assert.Equal(5, rows.Count(r => r.Kind == OutlookPermissionRowKind.Permission));
        Assert.All(rows.Where(r => r.Requested), r => Assert.True(r.Status == OutlookPermissionStatus.Passed, r + " " + r.Evidence));

        Assert.Equal([true], SandboxRunspace.Output<bool>(CmdletRun.Of<TestOutlookAppPermissionsCommand>(("Quiet", true), ("Permission", "SMTP.Send"))));
        Assert.Equal([false], SandboxRunspace.Output<bool>(CmdletRun.Of<TestOutlookAppPermissionsCommand>(("Quiet", true), ("Permission", "Mail.Nonexistent"))));
    });

    public void Dispose() => folder.Delete(recursive: true);

    private static void Send(OutlookSession session, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            SandboxRunspace.Output<OutlookSendResult>(CmdletRun.Of<SendOutlookMailCommand>(
                ("To", session.Mailbox), ("Subject", i.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Body", "Hi")));
        }
    }
}
