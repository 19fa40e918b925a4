using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Wire;
using Xunit;
using Servers = OutlookMail.TestServers.RealServers;

namespace OutlookMail.Tests.Imap;

/// <summary>The client against a server that is not ours: what our transcripts claim about IMAP, Dovecot confirms.</summary>
public sealed class DovecotTests(Servers servers) : IClassFixture<Servers>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TlsMode.Implicit)]
    [InlineData(TlsMode.StartTls)]
    public async Task Signs_in_under_both_kinds_of_tls(TlsMode tls)
    {
        servers.Require();
        await using ImapConnection connection = await ConnectAsync("alice", tls);
        Assert.True(connection.IsSecure);
        Assert.Contains((await connection.ListAsync("", "*", Ct)), f => f.Name == "INBOX");
        await connection.LogoutAsync(Ct);
    }

    [Fact]
    public async Task A_refused_token_ends_with_no_after_the_challenge_and_the_connection_can_try_again()
    {
        servers.Require();
        await using ImapConnection connection = await ImapConnection.ConnectAsync(Endpoint(TlsMode.Implicit), Options, Ct);
        ImapRefusedException e = await Assert.ThrowsAsync<ImapRefusedException>(() => connection.AuthenticateAsync("alice@contoso.test", "nonsense", Ct));
        Assert.Equal("AUTHENTICATIONFAILED", e.ResponseCode);
        Assert.Contains("401", e.Challenge, StringComparison.Ordinal);
        await connection.AuthenticateAsync("alice@contoso.test", await servers.TokenAsync("alice@contoso.test"), Ct);
        Assert.True(connection.IsAuthenticated);
    }

    [Fact]
    public async Task Messages_go_in_are_listed_searched_and_come_out_octet_for_octet()
    {
        servers.Require();
        await using ImapConnection connection = await FolderAsync("Round & trip / Prüfung");
        List<AppendResult> added = await AddAsync(connection, 40);
        Assert.All(added, a => Assert.Null(a.Refusal));
        UidSet uids = UidSet.Of(added.Select(a => a.Uid));
        Assert.Equal(40, uids.Count);
        Assert.Equal(uids, await connection.UidSearchAsync(SearchQuery.All, Ct));
        Assert.Equal([added[7].Uid], await connection.UidSearchAsync(SearchQuery.Subject("Größe 7 ").And(SearchQuery.Larger(100)), Ct));
        Assert.Equal(40u, (await connection.UidSearchSummaryAsync(SearchQuery.Undeleted, Ct)).Count);

        await connection.SelectAsync(connection.Selected!.Name, readOnly: true, Ct);
        List<FetchedMessage> listed = await connection.UidFetchAsync(uids, FetchItems.Summary | FetchItems.ModSeq, Ct).ToListAsync(Ct);
        Assert.Equal(uids, listed.Select(m => m.Uid));
        for (int i = 0; i < 40; i++)
        {
            Assert.Equal(added[i].Message.Length, listed[i].Size);
            Assert.Equal($"<{i}@contoso.test>", listed[i].Envelope!.MessageId);
            Assert.Equal("ada@contoso.test", listed[i].Envelope!.From[0].Address);
            Assert.Equal("text/plain", listed[i].BodyStructure!.Parts[0].MediaType);
            Assert.True(listed[i].BodyStructure!.HasAttachment);
            Assert.Equal("a\"b.txt", listed[i].BodyStructure!.Parts[1].FileName);
            Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, i, 0, TimeSpan.FromHours(2)), listed[i].InternalDate);
        }

        int at = 0;
        await foreach (FetchedBody body in connection.UidFetchBodyAsync(uids, Ct))
        {
            using var memory = new MemoryStream();
            await body.CopyToAsync(memory, Ct);
            Assert.Equal(Message(at), memory.ToArray());
            Assert.Equal(body.Length, memory.Length);
            at++;
        }

        Assert.Equal(40, at);
        FetchedBody? piece = null;
        await foreach (FetchedBody body in connection.UidFetchSectionAsync(UidSet.Of(added[3].Uid), "", 10, 20, cancellationToken: Ct))
        {
            piece = body;
            using var memory = new MemoryStream();
            await body.CopyToAsync(memory, Ct);
            Assert.Equal(Message(3).AsSpan(10, 20).ToArray(), memory.ToArray());
        }

        Assert.NotNull(piece);
    }

    [Fact]
    public async Task Leaving_a_listing_early_keeps_the_connection()
    {
        servers.Require();
        await using ImapConnection connection = await FolderAsync("Early");
        UidSet uids = UidSet.Of((await AddAsync(connection, 60)).Select(a => a.Uid));
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(5, await connection.UidFetchAsync(uids, FetchItems.Summary, Ct).Take(5).CountAsync(Ct));
            Assert.Equal(2, await connection.UidFetchBodyAsync(uids, Ct).Take(2).CountAsync(Ct));
        }

        Assert.False(connection.IsBroken);
    }

    [Fact]
    public async Task Flags_copies_moves_and_expunges()
    {
        servers.Require();
        await using ImapConnection connection = await FolderAsync("Flags");
        uint[] uids = (await AddAsync(connection, 6)).Select(a => a.Uid).ToArray();
        await connection.CreateAsync("Flags target", cancellationToken: Ct);
        StoreResult stored = await connection.UidStoreAsync(UidSet.Of(uids), StoreMode.Add, ["\\Flagged", "$MDNSent"], silent: false, cancellationToken: Ct);
        Assert.Equal(6, stored.Messages.Count);
        CopyResult copied = await connection.UidCopyAsync(UidSet.Of(uids[0], uids[2]), "Flags target", Ct);
        Assert.Equal([uids[0], uids[2]], copied.Uids.Keys);
        CopyResult moved = await connection.UidMoveAsync(UidSet.Of(uids[1], uids[5]), "Flags target", Ct);
        Assert.Equal([uids[1], uids[5]], moved.Uids.Keys);
        Assert.Equal(4u, connection.Selected!.Exists);
        await connection.UidStoreAsync(UidSet.Of(uids[0], uids[2]), StoreMode.Replace, ["\\Deleted"], cancellationToken: Ct);
        await connection.UidExpungeAsync(UidSet.Of(uids[0]), Ct);
        Assert.Equal([uids[2], uids[3], uids[4]], await connection.UidSearchAsync(SearchQuery.All, Ct));
        await connection.ExpungeAsync(Ct);
        Assert.Equal(2u, connection.Selected!.Exists);
        Assert.Equal(4u, (await connection.StatusAsync("Flags target", StatusItems.Counts, Ct)).Messages);
        await connection.UnselectAsync(Ct);
        ImapRefusedException e = await Assert.ThrowsAsync<ImapRefusedException>(() => connection.SelectAsync("Not there", false, Ct));
        Assert.Equal((ImapStatus.No, "SELECT"), (e.Status, e.Command));
    }

    [Fact]
    public async Task Folders_and_their_counts_in_one_list()
    {
        servers.Require();
        await using ImapConnection connection = await FolderAsync("Listed");
        await AddAsync(connection, 3);
        await connection.SubscribeAsync("Listed", Ct);
        IReadOnlyList<ListResponse> all = await connection.ListAsync("", "*", new ListOptions { Status = StatusItems.Counts | StatusItems.Size }, Ct);
        ListResponse listed = all.Single(f => f.Name == "Listed");
        Assert.Equal(3u, listed.Status!.Messages);
        Assert.True(listed.Status.Size > 300);
        Assert.Contains(await connection.ListAsync("", "*", new ListOptions { SubscribedOnly = true }, Ct), f => f.Name == "Listed");
        await connection.UnsubscribeAsync("Listed", Ct);
        Assert.DoesNotContain(await connection.ListAsync("", "*", new ListOptions { SubscribedOnly = true }, Ct), f => f.Name == "Listed");
        await connection.RenameAsync("Listed", "Renamed", Ct);
        await connection.SelectAsync("INBOX", true, Ct);
        await connection.DeleteAsync("Renamed", Ct);
        Namespaces spaces = await connection.NamespaceAsync(Ct);
        Assert.Single(spaces.Personal);
        Assert.Equal("Dovecot", (await connection.IdAsync(cancellationToken: Ct))["name"]);
    }

    [Fact]
    public async Task Another_session_sees_what_changed_while_it_idles_and_when_it_resyncs()
    {
        servers.Require();
        await using ImapConnection writer = await FolderAsync("Watched");
        uint[] uids = (await AddAsync(writer, 5)).Select(a => a.Uid).ToArray();
        await using ImapConnection watcher = await ConnectAsync("carol", TlsMode.Implicit);
        await watcher.EnableAsync(["QRESYNC"], Ct);
        SelectedFolder before = await watcher.SelectCondStoreAsync("Watched", true, Ct);
        var state = new ResyncState(before.UidValidity, before.HighestModSeq, UidSet.Of(uids));
        await using (IAsyncEnumerator<MailboxChange> news = watcher.IdleAsync(Ct).GetAsyncEnumerator(Ct))
        {
            ValueTask<bool> first = news.MoveNextAsync();
            await AddAsync(writer, 1);
            Assert.True(await first);
            Assert.Equal((MailboxChangeKind.Exists, 6u), (news.Current.Kind, news.Current.Number));
        }

        await watcher.UnselectAsync(Ct);
        await writer.UidStoreAsync(UidSet.Of(uids[2]), StoreMode.Add, ["\\Seen"], cancellationToken: Ct);
        await writer.UidStoreAsync(UidSet.Of(uids[3]), StoreMode.Add, ["\\Deleted"], cancellationToken: Ct);
        await writer.ExpungeAsync(Ct);
        SelectedFolder after = await watcher.SelectResyncAsync("Watched", true, state, Ct);
        Assert.Equal(UidSet.Of(uids[3]).ToString(), after.Changes!.Vanished.ToString());
        Assert.Contains(after.Changes.Changed, m => m.Uid == uids[2] && m.Flags.Contains("\\Seen"));
        FolderChanges none = await watcher.UidFetchChangesAsync(UidSet.Of(uids), after.HighestModSeq, vanished: true, Ct);
        Assert.Empty(none.Changed);
    }

    [Fact]
    public async Task Sorts_and_threads()
    {
        servers.Require();
        await using ImapConnection connection = await FolderAsync("Sorted");
        uint[] uids = (await AddAsync(connection, 4)).Select(a => a.Uid).ToArray();
        Assert.Equal(uids.Reverse(), await connection.UidSortAsync([(SortKey.Date, true)], SearchQuery.All, Ct));
        Assert.Equal(4, (await connection.UidThreadAsync("REFERENCES", SearchQuery.All, Ct)).Count);
        Assert.Equal(4, await connection.UidFetchBodyAsync(UidSet.Of(uids), Ct).CountAsync(Ct));
        await connection.LogoutAsync(Ct);
    }

    [Fact]
    public async Task Tells_of_other_folders_and_does_as_told_with_a_saved_search()
    {
        servers.Require();
        await using ImapConnection writer = await FolderAsync("Told");
        await using ImapConnection watcher = await ConnectAsync("carol", TlsMode.Implicit);
        Assert.True(watcher.Capabilities.Has("NOTIFY") && watcher.Capabilities.Has("SEARCHRES") && watcher.Capabilities.Has("MULTIAPPEND"));
        await watcher.SelectAsync("INBOX", readOnly: true, Ct);
        await using (IAsyncEnumerator<FolderStatus> watch = watcher.WatchFoldersAsync(["Told"], TimeSpan.FromMinutes(1), Ct).GetAsyncEnumerator(Ct))
        {
            Assert.True(await watch.MoveNextAsync());
            Assert.Equal(0u, watch.Current.Messages);
            await AddAsync(writer, 3);
            do
            {
                Assert.True(await watch.MoveNextAsync());
            }
            while (watch.Current.Messages != 3);
        }

        await watcher.NoopAsync(Ct);
        SavedSearch unseen = await writer.UidSearchSaveAsync(SearchQuery.Unseen, Ct);
        Assert.Equal(2, unseen.Count);
        await writer.UidStoreAsync(unseen, StoreMode.Add, ["\\Flagged"], Ct);
        Assert.Equal(2, (await writer.UidSearchAsync(SearchQuery.Flagged, Ct)).Count);
        await writer.UidMoveAsync(unseen, "INBOX", Ct);
        Assert.Single(await writer.UidSearchAsync(SearchQuery.All, Ct));
    }

    private WireOptions Options => new() { CertificateAuthority = servers.CertificateAuthority };

    private static byte[] Message(int number)
    {
        string filler = string.Concat(Enumerable.Repeat("A line of text, and another.\r\n", 1 + (number * 97 % 4000)));
        return Encoding.UTF8.GetBytes($"""
            From: "Ada ""L"" (x)" <ada@contoso.test>
            To: Bob <bob@contoso.test>, group: a@contoso.test, b@contoso.test;
            Subject: =?utf-8?Q?Gr=C3=B6=C3=9Fe?= {number} here
            Date: Thu, 01 Jan 2026 00:{number:00}:00 +0200
            Message-ID: <{number}@contoso.test>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="=_b"

            --=_b
            Content-Type: text/plain; charset=utf-8

            {filler}
            --=_b
            Content-Type: text/plain; name="a\"b.txt"
            Content-Disposition: attachment; filename="a\"b.txt"

            x
            --=_b--

            """.ReplaceLineEndings("\r\n"));
    }

    private static Task<List<AppendResult>> AddAsync(ImapConnection connection, int count)
    {
        IEnumerable<AppendMessage> messages = Enumerable.Range(0, count).Select(i => new AppendMessage(Message(i))
        {
            Flags = i % 2 == 0 ? [] : ["\\Seen"],
            InternalDate = new DateTimeOffset(2026, 1, 1, 0, i, 0, TimeSpan.FromHours(2)),
        });
        return connection.AppendAsync(connection.Selected!.Name, messages, Ct).ToListAsync(Ct).AsTask();
    }

    private WireEndpoint Endpoint(TlsMode tls) => new("localhost", tls == TlsMode.Implicit ? servers.ImapsPort : servers.ImapStartTlsPort, tls);

    private async Task<ImapConnection> ConnectAsync(string user, TlsMode tls)
    {
        ImapConnection connection = await ImapConnection.ConnectAsync(Endpoint(tls), Options, Ct);
        await connection.AuthenticateAsync(user + "@contoso.test", await servers.TokenAsync(user + "@contoso.test"), Ct);
        return connection;
    }

    /// <summary>carol's, with a new folder selected.</summary>
    private async Task<ImapConnection> FolderAsync(string folder)
    {
        ImapConnection connection = await ConnectAsync("carol", TlsMode.Implicit);
        await connection.CreateAsync(folder, cancellationToken: Ct);
        await connection.SelectAsync(folder, readOnly: false, Ct);
        return connection;
    }
}
