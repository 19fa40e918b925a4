using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Tests.Mime;
using Xunit;
using static OutlookMail.Tests.Mailboxes.MailboxWorld;
using Servers = OutlookMail.TestServers.RealServers;

namespace OutlookMail.Tests.Mailboxes;

public sealed class AttachmentTests(Servers servers) : IClassFixture<Servers>, IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("outlookmail-attachments");

    public static TheoryData<On> Everywhere => [On.Exchange, On.Standard, On.Dovecot];

    private string Target => Path.Combine(root.FullName, "in");

    public void Dispose() => root.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Attachments_are_chosen_by_name_type_size_and_kind(On server)
    {
        await using var world = await StartAsync(server, servers);
        var folder = await world.FolderAsync(world.Unique, Mail(("a.pdf", "application/pdf", "attachment", "pdf"), ("b.txt", "text/plain", "attachment", new string('x', 5000)), ("c.png", "image/png", "inline", "png")));

        Assert.Equal(["a.pdf", "b.txt"], await SaveAsync(world, folder, _ => { }));
        Assert.Equal(["a.pdf"], await SaveAsync(world, folder, request => request.Names = ["*.PDF"]));
        Assert.Equal(["b.txt"], await SaveAsync(world, folder, request => request.ContentTypes = ["text/*"]));
        Assert.Equal(["b.txt"], await SaveAsync(world, folder, request => request.LargerThan = 4000));
        Assert.Equal(["a.pdf"], await SaveAsync(world, folder, request => request.SmallerThan = 4));
        Assert.Equal(["c.png"], await SaveAsync(world, folder, request => (request.WithInline, request.ContentTypes) = (true, ["image/*"])));
    }

    [Theory]
    [InlineData("../../../outside.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\Windows\\win.ini")]
    [InlineData("\\\\server\\share\\x")]
    [InlineData("..")]
    [InlineData("con.txt")]
    [InlineData("a\u202egpj.exe")]
    [InlineData("a\0b\r\nc")]
    [InlineData("x.txt:Zone.Identifier")]
    [InlineData("")]
    public async Task A_hostile_name_never_leaves_the_folder(string name)
    {
        await using var world = await StartAsync(On.Exchange, servers);
        var encoded = "=?utf-8?B?" + Convert.ToBase64String(Encoding.UTF8.GetBytes(name)) + "?=";
        await world.FolderAsync("F", Mail((encoded, "application/octet-stream", "attachment", "evil")));

        var saved = Assert.Single(await RunAsync(world, "F", new SaveAttachmentRequest(Target)));

        Assert.Equal(Target, Path.GetDirectoryName(saved.Path));
        Assert.Equal("evil", await File.ReadAllTextAsync(saved.Path, Ct));
        Assert.Equal([saved.Path], Directory.GetFiles(root.FullName, "*", SearchOption.AllDirectories));
        Assert.DoesNotContain(Path.GetFileName(saved.Path), c => c is '\u202e' or ':' or '\\' || char.IsControl(c));
        Assert.NotEqual("con", Path.GetFileNameWithoutExtension(saved.Path), StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_existing_file_is_kept_unless_it_is_told_otherwise()
    {
        await using var world = await StartAsync(On.Exchange, servers);
        await world.FolderAsync("F", Mail(("a.txt", "text/plain", "attachment", "new")));
        Directory.CreateDirectory(Target);
        var existing = Path.Combine(Target, "a.txt");
        await File.WriteAllTextAsync(existing, "old", Ct);

        var second = Assert.Single(await RunAsync(world, "F", new SaveAttachmentRequest(Target)));
        Assert.Equal(("old", "a (2).txt"), (await File.ReadAllTextAsync(existing, Ct), Path.GetFileName(second.Path)));

        var forced = Assert.Single(await RunAsync(world, "F", new SaveAttachmentRequest(Target) { Overwrite = true }));
        Assert.Equal(("new", existing), (await File.ReadAllTextAsync(existing, Ct), forced.Path));
        Assert.Equal(2, Directory.GetFiles(Target).Length);
    }

    [Fact]
    public async Task The_same_content_is_written_once_and_a_second_run_writes_nothing()
    {
        await using var world = await StartAsync(On.Exchange, servers);
        await world.FolderAsync("F", Mail(("a.txt", "text/plain", "attachment", "same")), Mail(("b.txt", "text/plain", "attachment", "same")), Mail(("a.txt", "text/plain", "attachment", "other")));

        var first = await RunAsync(world, "F", new SaveAttachmentRequest(Target) { SkipDuplicates = true });
        var again = await RunAsync(world, "F", new SaveAttachmentRequest(Target) { SkipDuplicates = true });
        var hashed = await RunAsync(world, "F", new SaveAttachmentRequest(Path.Combine(root.FullName, "hashed")) { HashNames = true });

        Assert.Equal([false, true, false], first.Select(file => file.IsDuplicate));
        Assert.Equal(2, Directory.GetFiles(Target).Length);
        Assert.Equal(2, hashed.Select(file => file.Path).Distinct().Count());
        Assert.All(hashed, file => Assert.Equal(file.Sha256 + ".txt", Path.GetFileName(file.Path)));
        Assert.All(again, file => Assert.True(file.IsDuplicate));
    }

    [Fact]
    public async Task An_attached_message_is_a_file_and_can_be_opened_itself()
    {
        await using var world = await StartAsync(On.Exchange, servers);
        var inner = Mail(("inner.txt", "text/plain", "attachment", "deep")).Raw!;
        await world.FolderAsync("F", new TestMail("outer") { Raw = $"From: a@x.test\nSubject: outer\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: text/plain\n\nsee\n--o\nContent-Type: message/rfc822\n\n{inner}\n--o--\n" });

        Assert.Equal(["with attachments.eml"], await SaveAsync(world, "F", _ => { }));
        Assert.Equal(["with attachments.eml", "inner.txt"], await SaveAsync(world, "F", request => request.WithNested = true));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_winmail_dat_is_an_attachment_like_any_other_until_it_is_asked_to_be_opened(On server)
    {
        await using var world = await StartAsync(server, servers);
        var tnef = new TnefBuilder()
            .Attribute(1, 0x9003, new PropertyList().Unicode(0x1000, "The body"))
            .Attribute(2, 0x9002, new byte[14])
            .Attribute(2, 0x8010, Encoding.Latin1.GetBytes("b.txt\0"))
            .Attribute(2, 0x800F, Encoding.ASCII.GetBytes("text"))
            .ToArray();
        var folder = await world.FolderAsync(world.Unique, new TestMail("packed")
        {
            Raw = $"From: a@x.test\nSubject: packed\nMIME-Version: 1.0\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(tnef)}\n",
        });

        Assert.Equal(["winmail.dat"], await SaveAsync(world, folder, _ => { }));
        Assert.Equal(["b.txt"], await SaveAsync(world, folder, request => request.WithTnef = true));

        var closed = await ContentAsync(world, folder, new ContentRequest());
        var opened = await ContentAsync(world, folder, new ContentRequest { WithTnef = true });
        Assert.Equal(("winmail.dat", null), (Assert.Single(closed.Attachments).Name, closed.Text));
        Assert.Equal(("b.txt", "The body"), (Assert.Single(opened.Attachments).Name, opened.Text));
        using var octets = new MemoryStream();
        closed.Attachments[0].OpenRead().CopyTo(octets);
        Assert.Equal(tnef, octets.ToArray());
    }

    [Fact]
    public async Task Attached_messages_are_read_whole_when_they_are_asked_for()
    {
        await using var world = await StartAsync(On.Exchange, servers);
        var inner = Mail(("inner.txt", "text/plain", "attachment", "deep")).Raw!;
        var middle = $"From: b@x.test\nSubject: middle\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: message/rfc822\n\n{inner}\n--m--\n";
        await world.FolderAsync("F", new TestMail("outer") { Raw = $"From: a@x.test\nSubject: outer\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: text/plain\n\nsee\n--o\nContent-Type: message/rfc822\n\n{middle}\n--o--\n" });

        Assert.Empty((await ContentAsync(world, "F", new ContentRequest())).Messages);
        var outer = await ContentAsync(world, "F", new ContentRequest { WithNested = true });

        var found = Assert.Single(outer.Messages);
        Assert.Equal(("middle", "b@x.test"), (found.Subject, found.From?.Address));
        Assert.Equal("inner.txt", Assert.Single(Assert.Single(found.Messages).Attachments).Name);
        Assert.StartsWith("From: b@x.test", found.GetSource(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_written_is_told_and_leaves_nothing_behind()
    {
        await using var world = await StartAsync(On.Exchange, servers);
        await world.FolderAsync("F", Mail(("a.txt", "text/plain", "attachment", "x")));
        await File.WriteAllTextAsync(Target, "a file where the folder should be", Ct);
        var events = new RecordedMailboxEvents();

        Assert.Empty(await world.Client.SaveAttachmentsAsync(await world.ListAsync(new MailQuery { Folder = "F" }), new SaveAttachmentRequest(Target), events, Ct).ToListAsync(Ct));

        Assert.Equal(ErrorIds.FileNotWritable, Assert.Single(events.Failures).ErrorId);
        Assert.Single(root.GetFileSystemInfos());
    }

    [Fact]
    public void A_mail_from_the_internet_is_marked_as_such_where_there_are_marks()
    {
        Assert.Equal("[ZoneTransfer]\r\nZoneId=3\r\n", ZoneIdentifier.Content);
        var file = Path.Combine(root.FullName, "f.txt");
        File.WriteAllText(file, "x");

        ZoneIdentifier.Mark(file);

        Assert.Single(root.GetFiles());
        Assert.Equal("x", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("{Received:yyyy}/{From} {Uid}", "2026/bob@contoso.test 7")]
    [InlineData("{Subject}", "a b")]
    [InlineData("{Domain}\\{Folder}", "contoso.test/INBOX Sub")]
    [InlineData("plain", "plain")]
    public void Files_are_named_by_a_pattern_and_only_the_pattern_makes_folders(string pattern, string path)
    {
        var session = new OutlookSession(Guid.NewGuid(), "a@b.test", "a@b.test");
        var message = new OutlookMessage(session, "INBOX/Sub", 1, 7) { Subject = "a/../b", From = new OutlookAddress("bob@contoso.test"), Received = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero) };

        Assert.Equal(path.Replace('/', Path.DirectorySeparatorChar), FileNamePattern.Parse(pattern).For(message).Replace("  ", " ", StringComparison.Ordinal).Replace(" .. ", " ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{Nothing}")]
    [InlineData("a//b")]
    [InlineData("../{Uid}")]
    [InlineData("{Uid")]
    [InlineData("Uid}")]
    public void A_pattern_that_means_nothing_is_refused(string pattern) =>
        Assert.Equal(ErrorIds.NamePatternInvalid, Assert.Throws<OutlookMailException>(() => FileNamePattern.Parse(pattern)).ErrorId);

    private static TestMail Mail(params (string Name, string Type, string Disposition, string Content)[] parts) => new("with attachments")
    {
        Raw = "From: Bob <bob@contoso.test>\nSubject: with attachments\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<img src=cid:i>\n"
            + string.Concat(parts.Select(part => $"--b\nContent-Type: {part.Type}\nContent-ID: <i>\nContent-Disposition: {part.Disposition}; filename=\"{part.Name}\"\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(Encoding.UTF8.GetBytes(part.Content))}\n"))
            + "--b--\n",
    };

    private static async Task<OutlookMailContent> ContentAsync(MailboxWorld world, string folder, ContentRequest request) =>
        Assert.Single(await world.Client.GetContentAsync(await world.ListAsync(new MailQuery { Folder = folder }), request, new RecordedMailboxEvents(), Ct).ToListAsync(Ct));

    private async Task<List<string>> SaveAsync(MailboxWorld world, string folder, Action<SaveAttachmentRequest> change)
    {
        var request = new SaveAttachmentRequest(Path.Combine(root.FullName, Guid.NewGuid().ToString("N")));
        change(request);
        var files = await RunAsync(world, folder, request);
        Assert.All(files, file => Assert.Equal(file.Length, new FileInfo(file.Path).Length));
        return files.Select(file => Path.GetFileName(file.Path)).ToList();
    }

    private static async Task<List<OutlookSavedAttachment>> RunAsync(MailboxWorld world, string folder, SaveAttachmentRequest request)
    {
        var events = new RecordedMailboxEvents();
        var files = await world.Client.SaveAttachmentsAsync(await world.ListAsync(new MailQuery { Folder = folder }), request, events, Ct).ToListAsync(Ct);
        Assert.Empty(events.Failures);
        return files;
    }
}
