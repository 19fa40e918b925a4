using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap;

public class ProviderTests
{
    public static TheoryData<string, string> Providers => new()
    {
        { nameof(ProviderSessions.Exchange), ProviderSessions.Exchange },
        { nameof(ProviderSessions.ExchangeProxy), ProviderSessions.ExchangeProxy },
        { nameof(ProviderSessions.OutlookCom), ProviderSessions.OutlookCom },
        { nameof(ProviderSessions.Dovecot), ProviderSessions.Dovecot },
        { nameof(ProviderSessions.Gmail), ProviderSessions.Gmail },
        { nameof(ProviderSessions.Cyrus), ProviderSessions.Cyrus },
        { nameof(ProviderSessions.Hostile), ProviderSessions.Hostile },
    };

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_whole_session_is_the_same_work_on_every_server(string provider, string session)
    {
        foreach (int piece in new[] { int.MaxValue, 61, 1 })
        {
            var script = new Transcript(ProviderSessions.Numbered(session)) { Piece = piece };
            await RunAsync(script);
            script.AssertDone();
            Assert.True(script.IsClosed, provider);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_session_that_ends_anywhere_is_a_broken_connection(string provider, string session)
    {
        int total = new Transcript(ProviderSessions.Numbered(session)).TotalServerOctets;
        // Every octet of what is not body; a body is met every few hundred.
        for (int cut = 0; cut < total - 120; cut += cut % 7 == 0 ? 5 : 211)
        {
            var script = new Transcript(ProviderSessions.Numbered(session)) { CutAfter = cut };
            Exception? end = await Record.ExceptionAsync(() => RunAsync(script));
            Assert.True(end is ConnectionBrokenException, $"{provider}, cut after {cut}: {end}");
        }
    }

    private static async Task RunAsync(Transcript script)
    {
        await using ImapConnection connection = await script.OpenAsync();
        await connection.AuthenticateAsync("ada@contoso.test", "token");
        var folders = await connection.ListAsync("", "*", new ListOptions { SpecialUse = true });
        Assert.Contains(folders, f => f.Name == "Archive");
        Assert.Contains(folders, f => f.Has("\\Sent") || f.Name.StartsWith("Sent", StringComparison.Ordinal));

        SelectedFolder inbox = await connection.SelectAsync("INBOX", readOnly: false);
        Assert.Equal((14u, 2307u, 23u, false), (inbox.UidValidity, inbox.UidNext, inbox.Exists, inbox.ReadOnly));
        var unseen = await connection.UidSearchAsync(SearchQuery.Unseen);
        Assert.Equal([2301u, 2306u], unseen);

        var listed = await connection.UidFetchAsync(UidSet.Of(unseen), FetchItems.Summary).ToListAsync();
        Assert.Equal(unseen, listed.Select(m => m.Uid));
        Assert.Equal("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", listed[0].Envelope!.Subject);
        Assert.Equal("bob@contoso.test", listed[0].Envelope!.From[0].Address);
        Assert.Equal(new DateTimeOffset(2026, 11, 5, 8, 15, 30, TimeSpan.Zero), listed[0].InternalDate);
        Assert.Equal("text/plain", listed[0].BodyStructure!.MediaType);
        Assert.Equal("two", listed[1].Envelope!.Subject);
        Assert.Equal(["\\Flagged"], listed[1].Flags);

        using var memory = new MemoryStream();
        await foreach (FetchedBody body in connection.UidFetchBodyAsync(UidSet.Of(2301)))
        {
            Assert.Equal(2301u, body.Uid);
            await body.CopyToAsync(memory);
        }

        Assert.Equal(Transcript.Body(6298), memory.ToArray());
        await connection.UidStoreAsync(UidSet.Of(2301), StoreMode.Add, ["\\Seen"]);
        CopyResult moved = await connection.UidMoveAsync(UidSet.Of(2301), "Archive");
        Assert.Equal((27u, 9u), (moved.UidValidity, moved.Uids[2301]));
        Assert.Equal(22u, inbox.Exists);
        await connection.LogoutAsync();
    }
}
