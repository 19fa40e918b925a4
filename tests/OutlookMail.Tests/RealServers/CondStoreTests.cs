using System;
using System.Threading.Tasks;
using OutlookMail.TestServers;
using Xunit;

namespace OutlookMail.Tests.RealServers;

/// <summary>Dovecot that offers CONDSTORE without QRESYNC, as several providers do.</summary>
public sealed class CondStoreTests(CondStoreServers servers) : IClassFixture<CondStoreServers>, IDisposable
{
    private readonly DovecotArchive mailbox = new(servers);

    public void Dispose() => mailbox.Dispose();

    [Fact]
    public Task The_archive_follows_by_CONDSTORE_what_another_client_does() => mailbox.FollowsAsync("bob@contoso.test", "CondStore");

    [Fact]
    public async Task The_server_offers_CONDSTORE_and_no_QRESYNC()
    {
        servers.Require();
        await using var imap = await mailbox.ConnectAsync("carol@contoso.test");
        Assert.True(imap.Capabilities.Has("CONDSTORE"));
        Assert.False(imap.Capabilities.Has("QRESYNC"));
    }
}
