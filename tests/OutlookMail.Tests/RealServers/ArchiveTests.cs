using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Tests.Archive;
using Xunit;
using Servers = OutlookMail.TestServers.RealServers;

namespace OutlookMail.Tests.RealServers;

/// <summary>Export, import and the local archive on Dovecot, which has CONDSTORE, QRESYNC and keywords.</summary>
public sealed class ArchiveTests(Servers servers) : IClassFixture<Servers>, IDisposable
{
    private readonly DovecotArchive mailbox = new(servers);

    public static TheoryData<OutlookArchiveFormat> Formats => new(Enum.GetValues<OutlookArchiveFormat>());

    public void Dispose() => mailbox.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_mailbox_goes_out_and_comes_back_under_another_folder(OutlookArchiveFormat format)
    {
        servers.Require();
        var user = "alice@contoso.test";
        var source = "Out " + format;
        await using var imap = await mailbox.ConnectAsync(user);
        await DovecotArchive.FillAsync(imap, source, 40);
        var session = await mailbox.SignInAsync(user);
        var path = Path.Combine(mailbox.Path, format == OutlookArchiveFormat.Zip ? "x.zip" : "x");
        var request = new ExportRequest(path, format) { Folders = [source], Verify = true };

        var exported = Assert.Single(await mailbox.ExportAsync(session, request));
        var again = Assert.Single(await mailbox.ExportAsync(session, request));
        var imported = await mailbox.ImportAsync(session, path, "Back");
        var twice = await mailbox.ImportAsync(session, path, "Back");

        Assert.Equal((40, 0, 40), (exported.Exported, again.Exported, again.Unchanged));
        Assert.True(again.IsVerified);
        Assert.Equal(40, imported.Count(mail => mail.Status == OutlookImportStatus.Imported));
        Assert.Equal(40, twice.Count(mail => mail.Status == OutlookImportStatus.Duplicate));
        Assert.Equal(await DovecotArchive.ReadAsync(imap, source), await DovecotArchive.ReadAsync(imap, "Back/" + source));
    }

    [Fact]
    public Task The_archive_follows_by_QRESYNC_what_another_client_does() => mailbox.FollowsAsync("bob@contoso.test", "QResync");

    [Fact]
    public async Task A_message_that_Dovecot_cannot_read_is_told_by_its_UID_and_the_others_are_exported()
    {
        servers.Require();
        var user = "carol@contoso.test";
        await using var imap = await mailbox.ConnectAsync(user);
        await DovecotArchive.FillAsync(imap, "Broken", 20);
        var file = Directory.GetFiles(Path.Combine(servers.Root, "mail"), "u.7", SearchOption.AllDirectories).Single(path => path.Contains("/Broken/", StringComparison.Ordinal));
        var octets = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        var session = await mailbox.SignInAsync(user);
        var request = new ExportRequest(Path.Combine(mailbox.Path, "broken"), OutlookArchiveFormat.Eml) { Folders = ["Broken"] };
        var events = new RecordedArchiveEvents();

        // The file loses its end: its octets come up to there, or not at all.
        await File.WriteAllBytesAsync(file, octets[..100], TestContext.Current.CancellationToken);
        var first = Assert.Single(await mailbox.ExportAsync(session, request, events));
        await File.WriteAllBytesAsync(file, octets, TestContext.Current.CancellationToken);
        var second = Assert.Single(await mailbox.ExportAsync(session, request));

        var error = Assert.Single(events.Errors);
        Assert.Equal(ErrorIds.MessageUnreadable, error.ErrorId);
        Assert.Contains("UID 7", error.Message, StringComparison.Ordinal);
        Assert.Equal((19, 1), (first.Exported, first.Failed));
        Assert.Equal((1, 19, 0), (second.Exported, second.Unchanged, second.Failed));
    }
}
