using System;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
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
        var path = System.IO.Path.Combine(mailbox.Path, format == OutlookArchiveFormat.Zip ? "x.zip" : "x");
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
}
