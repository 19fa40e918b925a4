using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Mime;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Store;
using OutlookMail.Tests.Client;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.Archive;

public sealed class ExportTests : IDisposable
{
    private const string Ada = ArchiveWorld.Ada;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("outlookmail-export-");

    public static TheoryData<OutlookArchiveFormat> Formats => new(Enum.GetValues<OutlookArchiveFormat>());

    public static TheoryData<OutlookArchiveFormat, SandboxImapProfile> FormatsAndProfiles => new(
        Enum.GetValues<OutlookArchiveFormat>().SelectMany(format => Enum.GetValues<SandboxImapProfile>().Select(profile => (format, profile))));

    private string Root => Path.Combine(folder.FullName, "export");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(FormatsAndProfiles))]
    public async Task Every_message_is_exported_octet_for_octet(OutlookArchiveFormat format, SandboxImapProfile profile)
    {
        await using var world = await StartAsync(new SandboxOptions { ImapProfile = profile });
        Fill(world, "INBOX", 23);
        Fill(world, "Archive", 3);
        Folder(world, "INBOX").Append(Message("large", new string('x', 70) + "\r\n", 40_000));
        var session = await world.SignInAsync();

        var results = await ExportAsync(world, session, format);

        Assert.Equal(24, results.Single(result => result.Folder == "INBOX").Exported);
        Assert.Equal(Octets(world).Order(), Exported(format).Order());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_second_run_adds_what_is_new_and_nothing_else(OutlookArchiveFormat format)
    {
        await using var world = await StartAsync();
        Fill(world, "INBOX", 10);
        var session = await world.SignInAsync();
        await ExportAsync(world, session, format);
        Fill(world, "INBOX", 2);

        var results = await ExportAsync(world, session, format);
        var again = await ExportAsync(world, session, format);

        Assert.Equal((2, 10), results.Where(result => result.Folder == "INBOX").Select(result => (result.Exported, result.Unchanged)).Single());
        Assert.Equal(0, again.Sum(result => result.Exported));
        Assert.Equal(12, again.Sum(result => result.Unchanged));
        Assert.Equal(Octets(world).Order(), Exported(format).Order());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_run_that_was_stopped_is_completed_by_the_next(OutlookArchiveFormat format)
    {
        await using var world = await StartAsync();
        Fill(world, "INBOX", 60);
        var session = await world.SignInAsync();
        for (var stop = 1; stop < 60; stop += 13)
        {
            using var cancel = new System.Threading.CancellationTokenSource();
            var events = new RecordedArchiveEvents(progress => { if (progress.Done >= stop) { cancel.Cancel(); } });
            try
            {
                await world.Client.ExportAsync(session, new ExportRequest(PathOf(format), format), events, cancel.Token).CountAsync(cancel.Token);
            }
            catch (OperationCanceledException)
            {
                // Wanted.
            }
        }

        await ExportAsync(world, session, format, request => request.Verify = true);

        Assert.Equal(Octets(world).Order(), Exported(format).Order());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_cut_off_end_is_written_anew_and_the_result_is_the_same_to_the_byte(OutlookArchiveFormat format)
    {
        await using var world = await StartAsync();
        Fill(world, "INBOX", 8);
        var session = await world.SignInAsync();
        await ExportAsync(world, session, format, request => request.Connections = 1);
        var whole = Snapshot();

        // As a process leaves it that dies between two writes: half a line of the manifest, half an entry of the data.
        var manifest = Directory.EnumerateFiles(folder.FullName, "*manifest.jsonl", SearchOption.AllDirectories).Single();
        var lines = await File.ReadAllBytesAsync(manifest, Ct);
        await File.WriteAllBytesAsync(manifest, lines[..^40], Ct);
        await ExportAsync(world, session, format, request => request.Connections = 1);

        Assert.Equal(whole.Keys.Order(), Snapshot().Keys.Order());
        Assert.All(whole, file => Assert.Equal(file.Value, Snapshot()[file.Key]));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Verify_finds_what_is_damaged_and_mends_it(OutlookArchiveFormat format)
    {
        await using var world = await StartAsync();
        Fill(world, "INBOX", 6);
        var session = await world.SignInAsync();
        await ExportAsync(world, session, format);
        var file = Directory.EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories).First(path => !path.EndsWith(".jsonl", StringComparison.Ordinal));
        var octets = await File.ReadAllBytesAsync(file, Ct);
        octets[octets.Length / 3] ^= 1;
        await File.WriteAllBytesAsync(file, octets, Ct);

        var events = new RecordedArchiveEvents();
        var results = await ExportAsync(world, session, format, request => request.Verify = true, events);
        if (format is OutlookArchiveFormat.Mbox)
        {
            // The damaged place cannot be cut out; the file is made anew when it is taken away.
            File.Delete(file);
            await ExportAsync(world, session, format, request => request.Verify = true);
        }

        Assert.Equal(ErrorIds.ExportDamaged, Assert.Single(events.Errors).ErrorId);
        Assert.True(results.Single(result => result.Folder == "INBOX").IsVerified);
        Assert.Empty((await VerifyAsync(world, session, format)).Errors);
        if (format is not (OutlookArchiveFormat.Eml or OutlookArchiveFormat.Maildir))
        {
            Assert.Equal(Octets(world).Order(), Exported(format).Order());
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_renumbered_folder_is_not_stored_twice(OutlookArchiveFormat format)
    {
        await using var world = await StartAsync();
        Fill(world, "Work", 5);
        var session = await world.SignInAsync();
        await ExportAsync(world, session, format);
        await ArchiveWorld.RenumberAsync(world.Sandbox, "Work");
        Fill(world, "Work", 1);

        var results = await ExportAsync(world, session, format);

        Assert.Equal(6, results.Single(result => result.Folder == "Work").Exported);
        Assert.Equal(Octets(world).Order(), Exported(format).Order());
        Assert.Empty((await VerifyAsync(world, session, format)).Errors);
    }

    [Fact]
    public async Task Flags_and_times_are_kept()
    {
        await using var world = await StartAsync();
        var received = new DateTimeOffset(2020, 2, 29, 23, 59, 58, TimeSpan.FromHours(2));
        Folder(world, "INBOX").Append(Message("flags", "x\r\n", 1), SandboxFlags.Seen | SandboxFlags.Flagged | SandboxFlags.Answered, received);
        var session = await world.SignInAsync();

        await ExportAsync(world, session, OutlookArchiveFormat.Maildir);
        var file = Assert.Single(Directory.EnumerateFiles(Path.Combine(Root, "INBOX", "cur")));

        Assert.Equal("FRS", new string(MaildirReader.Read(Path.Combine(Root, "INBOX")).Single().Flags.ToArray()));
        Assert.Equal(received.UtcDateTime, File.GetLastWriteTimeUtc(file));
        Assert.Contains("\"flags\":[\"\\\\Seen\"", (await File.ReadAllTextAsync(Path.Combine(Root, "manifest.jsonl"), Ct)).Replace("\\\\Answered\",\"", "", StringComparison.Ordinal).Replace("\"\\\\Flagged\",", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc", "_ _ etc")]
    [InlineData("CON", "_CON")]
    [InlineData("a:b*c?", "a b c")]
    [InlineData("manifest.jsonl", "_manifest.jsonl")]
    [InlineData("Größe 你好", "Größe 你好")]
    public async Task Folder_names_of_every_kind_stay_inside(string name, string expected)
    {
        await using var world = await StartAsync();
        Fill(world, name, 1);
        var session = await world.SignInAsync();

        await ExportAsync(world, session, OutlookArchiveFormat.Eml);

        var file = Assert.Single(Directory.EnumerateFiles(folder.FullName, "*.eml", SearchOption.AllDirectories));
        Assert.StartsWith(Root + Path.DirectorySeparatorChar, Path.GetFullPath(file), StringComparison.Ordinal);
        Assert.Equal(expected, string.Join(" ", Path.GetRelativePath(Root, Path.GetDirectoryName(file)!).Split('/')));
    }

    [Fact]
    public async Task Names_that_differ_in_case_alone_do_not_meet()
    {
        await using var world = await StartAsync();
        Folder(world, "INBOX").Append(Message("x", "x\r\n", 1));
        foreach (var name in new[] { "a:b", "a*b", "a|b" })
        {
                Fill(world, name, 1);
        }

        var session = await world.SignInAsync();
        var results = await ExportAsync(world, session, OutlookArchiveFormat.Mbox);

        Assert.Equal(4, results.Where(result => result.Exported > 0).Select(result => result.Path.ToUpperInvariant()).Distinct().Count());
    }

    [Fact]
    public async Task A_message_that_the_server_cannot_give_is_an_error_and_the_next_run_has_it()
    {
        await using var world = await StartAsync();
        Fill(world, "INBOX", 5);
        var session = await world.SignInAsync();
        world.Sandbox.Faults.Next(OutlookSandboxFault.UnreadableMessage);
        var events = new RecordedArchiveEvents();

        var first = await ExportAsync(world, session, OutlookArchiveFormat.Eml, null, events);
        var second = await ExportAsync(world, session, OutlookArchiveFormat.Eml);

        Assert.Equal(ErrorIds.MessageUnreadable, Assert.Single(events.Errors).ErrorId);
        Assert.Equal((4, 1), first.Where(result => result.Folder == "INBOX").Select(result => (result.Exported, result.Failed)).Single());
        Assert.Equal(1, second.Sum(result => result.Exported));
        Assert.Equal(Octets(world).Order(), Exported(OutlookArchiveFormat.Eml).Order());
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_exported()
    {
        await using var world = await StartAsync();
        var inbox = Folder(world, "INBOX");
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        inbox.Append(Message("before", "x\r\n", 1), received: now.AddSeconds(-1));
        inbox.Append(Message("at", "x\r\n", 1), received: now);
        inbox.Append(Message("after", "x\r\n", 1), SandboxFlags.Flagged, now.AddSeconds(1));
        Fill(world, "Archive", 1);
        var session = await world.SignInAsync();

        var since = await ExportAsync(world, session, OutlookArchiveFormat.Eml, request =>
        {
            request.Since = now;
            request.Before = now.AddSeconds(1);
            request.Folders = ["in*"];
        });
        var flagged = await ExportAsync(world, session, OutlookArchiveFormat.Eml, request =>
        {
            request.Filter = new MailQuery { Flagged = true };
            request.ExcludedFolders = ["ARCHIVE"];
        });

        Assert.Equal(["INBOX"], since.Select(result => result.Folder));
        Assert.Equal(1, since.Sum(result => result.Exported));
        Assert.DoesNotContain("Archive", flagged.Select(result => result.Folder));
        Assert.Equal(1, flagged.Sum(result => result.Exported));
    }

    [Fact]
    public async Task The_place_of_another_export_is_refused()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        await ExportAsync(world, session, OutlookArchiveFormat.Eml);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => ExportAsync(world, session, OutlookArchiveFormat.Mbox));

        Assert.Equal(ErrorIds.ExportMismatch, error.ErrorId);
    }

    [Fact]
    public async Task Two_runs_do_not_write_to_one_place()
    {
        await using var world = await StartAsync();
        Fill(world, "INBOX", 3);
        var session = await world.SignInAsync();
        Directory.CreateDirectory(Root);
        using var held = new FileStream(Path.Combine(Root, "manifest.jsonl"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => ExportAsync(world, session, OutlookArchiveFormat.Eml));

        Assert.Equal(ErrorIds.ExportInUse, error.ErrorId);
    }

    [Fact]
    public async Task A_full_disk_ends_the_run_and_what_was_written_stays()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "No /dev/full here.");
        await using var world = await StartAsync();
        Fill(world, "INBOX", 3);
        var session = await world.SignInAsync();
        Directory.CreateDirectory(Root);
        File.CreateSymbolicLink(Path.Combine(Root, "INBOX.mbox"), "/dev/full");

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => ExportAsync(world, session, OutlookArchiveFormat.Mbox));
        File.Delete(Path.Combine(Root, "INBOX.mbox"));
        await ExportAsync(world, session, OutlookArchiveFormat.Mbox);

        Assert.Contains(error.ErrorId, new[] { ErrorIds.DiskFull, ErrorIds.FileNotWritable });
        Assert.Equal(Octets(world).Order(), Exported(OutlookArchiveFormat.Mbox).Order());
    }

    private static SandboxFolder Folder(SandboxSession world, string name) => world.Sandbox.Store.Mailbox(Ada).Folder(name);

    private static string Message(string subject, string line, int lines) => ArchiveWorld.Message(subject, line, lines);

    private static void Fill(SandboxSession world, string name, int count) => ArchiveWorld.Fill(Folder(world, name), count);

    private static IEnumerable<string> Octets(SandboxSession world) => world.Sandbox.Store.Mailbox(Ada).Folders
        .SelectMany(each => each.Messages).Select(message => Encoding.Latin1.GetString(message.Bytes.Span));

    private string PathOf(OutlookArchiveFormat format) => format == OutlookArchiveFormat.Zip ? Root + ".zip" : Root;

    private async Task<List<OutlookExportResult>> ExportAsync(
        SandboxSession world, OutlookSession session, OutlookArchiveFormat format, Action<ExportRequest>? change = null, RecordedArchiveEvents? events = null)
    {
        var request = new ExportRequest(PathOf(format), format);
        change?.Invoke(request);
        return await world.Client.ExportAsync(session, request, events ?? new RecordedArchiveEvents(), Ct).ToListAsync(Ct);
    }

    private async Task<RecordedArchiveEvents> VerifyAsync(SandboxSession world, OutlookSession session, OutlookArchiveFormat format)
    {
        var events = new RecordedArchiveEvents();
        await ExportAsync(world, session, format, request => request.Verify = true, events);
        return events;
    }

    private Dictionary<string, string> Snapshot() => Directory.EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(folder.FullName, path), path => Convert.ToHexString(File.ReadAllBytes(path)));

    // By other readers than those of the export: the files themselves, .NET's ZipArchive, and the mbox reader with what mboxrd changes taken back.
    private IEnumerable<string> Exported(OutlookArchiveFormat format)
    {
        switch (format)
        {
            case OutlookArchiveFormat.Zip:
                using (var zip = System.IO.Compression.ZipFile.OpenRead(Root + ".zip"))
                {
                    foreach (var entry in zip.Entries)
                    {
                        using var memory = new MemoryStream();
                        using var content = entry.Open();
                        content.CopyTo(memory);
                        yield return Encoding.Latin1.GetString(memory.ToArray());
                    }
                }

                break;
            case OutlookArchiveFormat.Mbox:
                foreach (var path in Directory.EnumerateFiles(Root, "*.mbox", SearchOption.AllDirectories))
                {
                    using var stream = File.OpenRead(path);
                    foreach (var entry in MboxReader.Read(stream, MboxVariant.MboxRd))
                    {
                        var text = Encoding.Latin1.GetString(entry.Bytes).Replace("\n", "\r\n", StringComparison.Ordinal);
                        yield return string.Join("\r\n", text.Split("\r\n").SkipWhile(line => line.StartsWith("Status:", StringComparison.Ordinal) || line.StartsWith("X-Status:", StringComparison.Ordinal)));
                    }
                }

                break;
            default:
                foreach (var path in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".jsonl", StringComparison.Ordinal)))
                {
                    yield return Encoding.Latin1.GetString(File.ReadAllBytes(path));
                }

                break;
        }
    }
}
