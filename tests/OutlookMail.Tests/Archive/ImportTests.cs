using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Store;
using OutlookMail.Tests.Client;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.Archive;

public sealed class ImportTests : IDisposable
{
    private const string Ada = ArchiveWorld.Ada;
    private const string Bob = "bob@contoso.test";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("outlookmail-import-test-");

    public static TheoryData<OutlookArchiveFormat> Formats => new(Enum.GetValues<OutlookArchiveFormat>());

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task What_was_exported_comes_back_with_its_folders_flags_times_and_octets(OutlookArchiveFormat format)
    {
        await using var world = await StartAsync();
        ArchiveWorld.Fill(Folder(world, Ada, "INBOX"), 12);
        ArchiveWorld.Fill(Folder(world, Ada, "Projects/2026"), 3);
        Folder(world, Ada, "INBOX").Append(ArchiveWorld.Message("large", new string('x', 70) + "\r\n", 40_000), SandboxFlags.Seen | SandboxFlags.Flagged | SandboxFlags.Answered);
        var path = Path.Combine(folder.FullName, format == OutlookArchiveFormat.Zip ? "x.zip" : "x");
        await world.Client.ExportAsync(await world.SignInAsync(), new ExportRequest(path, format), new RecordedArchiveEvents(), Ct).ToListAsync(Ct);

        var bob = await SignInAsBobAsync(world);
        var imported = await ImportAsync(world, bob, request => request.Paths = [path]);
        var again = await ImportAsync(world, bob, request => request.Paths = [path]);

        Assert.Equal(16, imported.Count);
        Assert.All(imported, mail => Assert.Equal(OutlookImportStatus.Imported, mail.Status));
        Assert.Equal(16, again.Count);
        Assert.All(again, mail => Assert.Equal(OutlookImportStatus.Duplicate, mail.Status));
        Assert.Equal(Content(world, Ada), Content(world, Bob));
    }

    [Fact]
    public async Task An_eml_file_with_bare_line_feeds_is_imported_with_the_time_of_its_last_hop()
    {
        await using var world = await StartAsync();
        var file = Write("a.eml", "Received: from x by y; Sun, 01 Mar 2026 12:00:00 +0200\nDate: Sat, 28 Feb 2026 00:00:00 +0000\nSubject: old\n\none\ntwo\r\n");
        var session = await world.SignInAsync();

        var mail = Assert.Single(await ImportAsync(world, session, request => (request.Paths, request.Folder) = ([file], "Archive/Old")));

        var message = Assert.Single(Folder(world, Ada, "Archive/Old").Messages);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero), message.InternalDate.ToUniversalTime());
        Assert.EndsWith("\r\n\r\none\r\ntwo\r\n", Encoding.Latin1.GetString(message.Bytes.Span), StringComparison.Ordinal);
        Assert.Equal(SandboxFlags.Seen, message.Flags);
        Assert.Equal((message.Uid, "old", message.Bytes.Length), (mail.Uid, mail.Subject, (int)mail.Length));
    }

    [Fact]
    public async Task The_same_Message_ID_with_other_octets_is_another_message_unless_it_is_to_count()
    {
        await using var world = await StartAsync();
        var one = Write("1.eml", "Message-ID: <same@x>\r\nSubject: a\r\n\r\none\r\n");
        var two = Write("2.eml", "Message-ID: <same@x>\r\nSubject: a\r\n\r\ntwo\r\n");
        Folder(world, Ada, "INBOX").Append("Message-ID: <same@x>\r\nSubject: a\r\n\r\none\r\n");
        var session = await world.SignInAsync();

        var byId = await ImportAsync(world, session, request => (request.Paths, request.Match) = ([one, two], OutlookDuplicateMatch.MessageId));
        var byHash = await ImportAsync(world, session, request => request.Paths = [one, two, one]);
        var all = await ImportAsync(world, session, request => (request.Paths, request.Match) = ([one], OutlookDuplicateMatch.None));

        Assert.All(byId, mail => Assert.Equal(OutlookImportStatus.Duplicate, mail.Status));
        Assert.Equal(OutlookImportStatus.Imported, Assert.Single(byHash, mail => mail.Path == two).Status);
        Assert.All(byHash.Where(mail => mail.Path == one), mail => Assert.Equal(OutlookImportStatus.Duplicate, mail.Status));
        Assert.Equal(OutlookImportStatus.Imported, Assert.Single(all).Status);
    }

    [Fact]
    public async Task A_message_without_a_Message_ID_is_known_by_its_octets()
    {
        await using var world = await StartAsync();
        var file = Write("a.eml", "Date: Sat, 28 Feb 2026 00:00:00 +0000\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nx\r\n");
        var session = await world.SignInAsync();

        await ImportAsync(world, session, request => request.Paths = [file]);
        File.Delete(Directory.EnumerateFiles(Path.Combine(Path.GetTempPath(), $"outlookmail-sandbox-{world.Sandbox.Info.Id:N}"), "*.txt", SearchOption.AllDirectories).Single());
        var again = await ImportAsync(world, session, request => request.Paths = [file]);

        Assert.Equal(OutlookImportStatus.Duplicate, Assert.Single(again).Status);
        Assert.Single(Folder(world, Ada, "INBOX").Messages);
    }

    [Fact]
    public async Task A_message_that_was_deleted_since_is_imported_again()
    {
        await using var world = await StartAsync();
        var file = Write("a.eml", "Message-ID: <a@x>\r\nSubject: a\r\n\r\nx\r\n");
        var session = await world.SignInAsync();
        await ImportAsync(world, session, request => request.Paths = [file]);
        await using (var imap = await ArchiveWorld.ConnectAsync(world.Sandbox))
        {
            await imap.SelectAsync("INBOX", readOnly: false, Ct);
            await imap.UidStoreAsync(UidSet.Of(1), StoreMode.Add, ["\\Deleted"], cancellationToken: Ct);
            await imap.ExpungeAsync(Ct);
        }

        Assert.Equal(OutlookImportStatus.Imported, Assert.Single(await ImportAsync(world, session, request => request.Paths = [file])).Status);
    }

    [Fact]
    public async Task A_run_that_was_stopped_is_completed_by_the_next_without_doubles()
    {
        await using var world = await StartAsync();
        var files = Enumerable.Range(0, 120).Select(i => Write(FormattableString.Invariant($"{i:000}.eml"), ArchiveWorld.Message(FormattableString.Invariant($"m{i}"), "x\r\n", i))).ToArray();
        var session = await world.SignInAsync();
        foreach (var stop in new[] { 1, 30, 80 })
        {
            using var cancel = new CancellationTokenSource();
            try
            {
                await foreach (var mail in world.Client.Archive.ImportAsync(session, new ImportRequest { Paths = files }, new RecordedArchiveEvents(told => { if (told.Done >= stop) { cancel.Cancel(); } }), cancel.Token))
                {
                }
            }
            catch (OperationCanceledException)
            {
                // Wanted.
            }
        }

        var rest = await ImportAsync(world, session, request => request.Paths = files);

        Assert.Equal(120, rest.Count);
        Assert.Equal(120, Folder(world, Ada, "INBOX").Count);
    }

    [Fact]
    public async Task What_cannot_be_read_is_an_error_and_the_rest_is_imported()
    {
        await using var world = await StartAsync();
        var good = Write("good.eml", "Subject: good\r\n\r\nx\r\n");
        var empty = Write("empty.eml", "");
        var outlook = Path.Combine(folder.FullName, "x.msg");
        await File.WriteAllBytesAsync(outlook, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], Ct);
        var broken = Path.Combine(folder.FullName, "broken.zip");
        await File.WriteAllTextAsync(broken, "PK is no zip", Ct);
        var session = await world.SignInAsync();
        var events = new RecordedArchiveEvents();

        var imported = await ImportAsync(world, session, request => request.Paths = [empty, outlook, Path.Combine(folder.FullName, "absent.eml"), broken, good], events);

        Assert.Equal("good", Assert.Single(imported).Subject);
        Assert.Equal(4, events.Errors.Count);
        Assert.All(events.Errors, error => Assert.Equal(ErrorIds.ImportNotReadable, error.ErrorId));
    }

    [Fact]
    public async Task A_zip_and_an_mbox_and_a_tree_of_other_programs_are_read_too()
    {
        await using var world = await StartAsync();
        Directory.CreateDirectory(Path.Combine(folder.FullName, "tree", "Sub"));
        Write("tree/Sub/one.eml", "Subject: one\r\n\r\nx\r\n");
        Write("tree/two.mbox", "From a@b Sun Mar  1 12:00:00 2026\nStatus: RO\nX-Status: F\nSubject: two\n\nx\n>From here\n\nFrom a@b Sun Mar  1 12:00:01 2026\nSubject: three\n\ny\n");
        using (var zip = System.IO.Compression.ZipFile.Open(Path.Combine(folder.FullName, "tree", "mail.zip"), ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("In/four.eml").Open();
            entry.Write("Subject: four\r\n\r\nz\r\n"u8);
        }

        var session = await world.SignInAsync();
        var imported = await ImportAsync(world, session, request => (request.Paths, request.Folder, request.Unread) = ([Path.Combine(folder.FullName, "tree")], "Top", true));

        Assert.Equal(
            ["Top/In four", "Top/Sub one", "Top/two three", "Top/two two"],
            imported.Select(mail => mail.Folder + " " + mail.Subject).Order(StringComparer.Ordinal));
        var two = Folder(world, Ada, "Top/two").Messages[0];
        Assert.Equal(SandboxFlags.Seen | SandboxFlags.Flagged, two.Flags);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), two.InternalDate.ToUniversalTime());
        Assert.Equal("Subject: two\r\n\r\nx\r\nFrom here\r\n", Encoding.Latin1.GetString(two.Bytes.Span));
        Assert.Equal(SandboxFlags.None, Folder(world, Ada, "Top/Sub").Messages[0].Flags);
    }

    private static SandboxFolder Folder(SandboxSession world, string user, string name) => world.Sandbox.Store.Mailbox(user).Folder(name);

    private static Task<OutlookSession> SignInAsBobAsync(SandboxSession world) => world.WithTokenAsync(world.Sandbox.IssueToken(Bob), Bob);

    private static async Task<List<OutlookImportedMail>> ImportAsync(SandboxSession world, OutlookSession session, Action<ImportRequest> change, RecordedArchiveEvents? events = null)
    {
        var request = new ImportRequest();
        change(request);
        var told = events ?? new RecordedArchiveEvents();
        var imported = await world.Client.Archive.ImportAsync(session, request, told, Ct).ToListAsync(Ct);
        if (events is null)
        {
            Assert.Empty(told.Errors);
        }

        return imported;
    }

    private static List<(string, string, DateTimeOffset, string)> Content(SandboxSession world, string user) => world.Sandbox.Store.Mailbox(user).Folders
        .SelectMany(each => each.Messages.Select(message => (each.Name, message.Flags.ToString(), message.InternalDate.ToUniversalTime(), Encoding.Latin1.GetString(message.Bytes.Span))))
        .Order().ToList();

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text, Encoding.Latin1);
        return path;
    }
}
