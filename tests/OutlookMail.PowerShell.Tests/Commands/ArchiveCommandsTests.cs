using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Commands;
using OutlookMail.PowerShell.Tests.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Commands;

public sealed class ArchiveCommandsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("outlookmail-archive");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public Task A_mailbox_is_exported_and_the_second_run_finds_it_there() => SandboxRunspace.ConnectedAsync(session =>
    {
        Send(session, 3);

        OutlookExportResult[] first = SandboxRunspace.Output<OutlookExportResult>(CmdletRun.Of<ExportOutlookMailboxCommand>(("Path", folder.FullName)));
        OutlookExportResult[] second = SandboxRunspace.Output<OutlookExportResult>(CmdletRun.Of<ExportOutlookMailboxCommand>(("Path", folder.FullName), ("Verify", true)));

        Assert.Equal(6, first.Sum(r => r.Exported));
        Assert.Equal((0, 6), (second.Sum(r => r.Exported), second.Sum(r => r.Unchanged)));
        Assert.All(second, r => Assert.True(r.IsVerified));
        Assert.Equal(3, Directory.GetFiles(first.Single(r => r.Folder == "INBOX").Path).Length);
    });

    [Fact]
    public Task WhatIf_exports_nothing() => SandboxRunspace.ConnectedAsync(session =>
    {
        EngineRun run = CmdletRun.Of<ExportOutlookMailboxCommand>(("Path", Path.Combine(folder.FullName, "x")), ("WhatIf", true));

        Assert.Empty(run.Output);
        Assert.Empty(folder.GetFileSystemInfos());
    });

    [Fact]
    public Task A_path_that_ends_like_a_zip_file_becomes_one() => SandboxRunspace.ConnectedAsync(session =>
    {
        Send(session, 1);
        string path = Path.Combine(folder.FullName, "mail.zip");

        SandboxRunspace.Output<OutlookExportResult>(CmdletRun.Of<ExportOutlookMailboxCommand>(("Path", path), ("Folder", "IN*")));

        using System.IO.Compression.ZipArchive zip = System.IO.Compression.ZipFile.OpenRead(path);
        Assert.Single(zip.Entries);
    });

    [Fact]
    public Task A_mailbox_is_copied_and_found_in_without_the_server() => SandboxRunspace.ConnectedAsync(session =>
    {
        Send(session, 3);

        OutlookSyncResult[] first = SandboxRunspace.Output<OutlookSyncResult>(CmdletRun.Of<SyncOutlookMailboxCommand>(("Path", folder.FullName)));
        OutlookSyncResult[] second = SandboxRunspace.Output<OutlookSyncResult>(CmdletRun.Of<SyncOutlookMailboxCommand>(("Path", folder.FullName), ("Verify", true)));
        SandboxRunspace.Output<object>(CmdletRun.Of<DisconnectOutlookMailboxCommand>());
        OutlookArchiveHit[] hits = SandboxRunspace.Output<OutlookArchiveHit>(CmdletRun.WithInput<SearchOutlookArchiveCommand>(["text", "\"text 2\" from:ada"], ("Path", folder.FullName), ("Folder", "in*")));

        Assert.Equal((6, 0), (first.Sum(r => r.Added), second.Sum(r => r.Added)));
        Assert.Equal(["3", "2", "1", "2"], hits.Select(h => h.Subject));
        Assert.Contains("«text»", hits[0].Snippet, StringComparison.Ordinal);
    });

    [Fact]
    public async Task The_sandbox_has_an_archive_of_its_own_that_goes_with_it()
    {
        string place = "";
        await SandboxRunspace.InAsync(sandbox =>
        {
            place = Path.Combine(Path.GetTempPath(), $"outlookmail-sandbox-{sandbox.Id:N}");
            Fill();
            Assert.True(Directory.Exists(Path.Combine(place, "archive")));
        });

        Assert.False(Directory.Exists(place));
    }

    private static void Fill()
    {
        OutlookSession session = SandboxRunspace.Connect();
        Send(session, 1);
        SandboxRunspace.Output<OutlookSyncResult>(CmdletRun.Of<SyncOutlookMailboxCommand>());

        Assert.Equal(2, SandboxRunspace.Output<OutlookArchiveHit>(CmdletRun.Of<SearchOutlookArchiveCommand>()).Length);
        Assert.Single(SandboxRunspace.Output<OutlookArchiveHit>(CmdletRun.Of<SearchOutlookArchiveCommand>(("Query", "text"), ("First", 1))));
    }

    [Fact]
    public async Task A_query_without_a_word_is_refused() => await SandboxRunspace.ConnectedAsync(session =>
    {
        SandboxRunspace.Output<OutlookSyncResult>(CmdletRun.Of<SyncOutlookMailboxCommand>(("Path", folder.FullName)));
        EngineRun run = CmdletRun.Of<SearchOutlookArchiveCommand>(("Query", "-only"), ("Path", folder.FullName));

        Assert.StartsWith("SearchInvalid,", run.Terminating!.FullyQualifiedErrorId, StringComparison.Ordinal);
    });

    [Fact]
    public Task Files_are_imported_once_and_one_that_cannot_be_read_is_an_error() => SandboxRunspace.ConnectedAsync(session =>
    {
        string good = Path.Combine(folder.FullName, "good[1].eml");
        File.WriteAllText(good, "Message-ID: <a@b>\r\nSubject: good\r\n\r\nx\r\n");
        string empty = Path.Combine(folder.FullName, "empty.eml");
        File.WriteAllText(empty, "");

        EngineRun first = CmdletRun.Of<ImportOutlookMailCommand>(("LiteralPath", new[] { empty, good }), ("Folder", "Restored"));
        OutlookImportedMail[] again = SandboxRunspace.Output<OutlookImportedMail>(CmdletRun.Of<ImportOutlookMailCommand>(("LiteralPath", new[] { good }), ("Folder", "Restored")));

        Assert.StartsWith("ImportNotReadable,", Assert.Single(first.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(OutlookImportStatus.Imported, Assert.IsType<OutlookImportedMail>(Assert.Single(first.Output)).Status);
        Assert.Equal(OutlookImportStatus.Duplicate, Assert.Single(again).Status);
    });

    private static void Send(OutlookSession session, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            SandboxRunspace.Output<OutlookSendResult>(CmdletRun.Of<SendOutlookMailCommand>(("To", session.Mailbox), ("Subject", $"{i}"), ("Body", $"text {i}")));
        }
    }
}
