using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Tests.Archive;
using OutlookMail.Wire;
using Xunit;
using Servers = OutlookMail.TestServers.RealServers;

namespace OutlookMail.Tests.RealServers;

/// <summary>A mailbox of Dovecot's with the folder that its exports and its archive go to.</summary>
internal sealed class DovecotArchive(Servers servers) : IDisposable
{
    private readonly OutlookClient client = new(TimeProvider.System, _ => null, new Impatient());
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("outlookmail-dovecot-");

    public string Path => folder.FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>Additions, removals, moves and flags of another client are in the archive after the next run, which finds them by this method.</summary>
    public async Task FollowsAsync(string user, string method)
    {
        servers.Require();
        await using var imap = await ConnectAsync(user);
        await FillAsync(imap, "Work", 30);
        await FillAsync(imap, "Other", 5);
        var session = await SignInAsync(user);

        await SyncAsync(session);
        await AssertMirrorAsync(imap, "Work", "Other");
        await imap.SelectAsync("Work", readOnly: false, Ct);
        await imap.UidStoreAsync(UidSet.Of(3, 4), StoreMode.Add, ["\\Flagged", "blue"], cancellationToken: Ct);
        await imap.UidStoreAsync(UidSet.Of(5), StoreMode.Add, ["\\Deleted"], cancellationToken: Ct);
        await imap.ExpungeAsync(Ct);
        await imap.UidMoveAsync(UidSet.Of(6, 7), "Other", Ct);
        await FillAsync(imap, "Work", 2);
        var second = await SyncAsync(session);
        var third = await SyncAsync(session);

        var work = second.Single(result => result.Folder == "Work");
        Assert.Equal((method, 2, 3, 2), (work.Method, work.Added, work.Removed, work.Changed));
        Assert.Equal(2, second.Single(result => result.Folder == "Other").Added);
        Assert.All(third, result => Assert.Equal("Unchanged", result.Method));
        await AssertMirrorAsync(imap, "Work", "Other");
        Assert.Equal(2, (await SearchAsync(new ArchiveQuery { Folder = "Work" })).Count(hit => hit.Flags.Contains("blue")));
    }

    public static async Task FillAsync(ImapConnection imap, string name, int count)
    {
        if (!(await imap.ListAsync("", name, Ct)).Any())
        {
            await imap.CreateAsync(name, cancellationToken: Ct);
        }

        for (var i = 0; i < count; i++)
        {
            var text = ArchiveWorld.Message("Grüße " + i, "From here on\r\n>From there\r\nwords\r\n", 1 + (i * 7));
            await imap.AppendAsync(
                name,
                new AppendMessage(Encoding.UTF8.GetBytes(text)) { Flags = i % 2 == 0 ? ["\\Seen", "\\Answered"] : [], InternalDate = new DateTimeOffset(2025, 6, 1, 12, 0, i, TimeSpan.FromHours(2)) },
                Ct);
        }
    }

    public async Task<ImapConnection> ConnectAsync(string user)
    {
        var imap = await ImapConnection.ConnectAsync(
            new WireEndpoint("localhost", servers.ImapsPort, TlsMode.Implicit), new WireOptions { CertificateAuthority = servers.CertificateAuthority }, Ct);
        await imap.AuthenticateAsync(user, await servers.TokenAsync(user), Ct);
        return imap;
    }

    public async Task<OutlookSession> SignInAsync(string user) => await client.ConnectAsync(
        new ConnectRequest
        {
            Authority = servers.Entra,
            ImapServer = "localhost",
            ImapPort = servers.ImapsPort,
            ImapStartTls = false,
            SmtpServer = "localhost",
            SmtpPort = servers.SmtpStartTlsPort,
            CertificateAuthority = servers.CertificateAuthority,
            AccessToken = new NetworkCredential("", await servers.TokenAsync(user)).SecurePassword,
            Account = user,
            StoreFolder = System.IO.Path.Combine(folder.FullName, "data"),
        },
        Client.SandboxSession.NoCode,
        Ct);

    public async Task<List<OutlookExportResult>> ExportAsync(OutlookSession session, ExportRequest request, RecordedArchiveEvents? events = null) =>
        await client.ExportAsync(session, request, events ?? Strict(), Ct).ToListAsync(Ct);

    public async Task<List<OutlookImportedMail>> ImportAsync(OutlookSession session, string path, string target) =>
        await client.Archive.ImportAsync(session, new ImportRequest { Paths = [path], Folder = target }, Strict(), Ct).ToListAsync(Ct);

    private async Task<List<OutlookSyncResult>> SyncAsync(OutlookSession session) =>
        await client.Archive.SyncAsync(session, new SyncRequest { Path = System.IO.Path.Combine(folder.FullName, "archive") }, Strict(), Ct).ToListAsync(Ct);

    private async Task<List<OutlookArchiveHit>> SearchAsync(ArchiveQuery query)
    {
        query.Path = System.IO.Path.Combine(folder.FullName, "archive");
        return await client.Archive.SearchAsync(query, Ct).ToListAsync(Ct);
    }

    private static RecordedArchiveEvents Strict() => new();

    public static async Task<List<(string Flags, DateTimeOffset Received, string Octets)>> ReadAsync(ImapConnection imap, string name) =>
        (await AllAsync(imap, name)).Select(message => (message.Flags, message.Received, message.Octets)).Order().ToList();

    private async Task AssertMirrorAsync(ImapConnection imap, params string[] names)
    {
        foreach (var name in names)
        {
            var here = new List<(uint, string, DateTimeOffset, string)>();
            foreach (var hit in await SearchAsync(new ArchiveQuery { Folder = name }))
            {
                using var reader = new StreamReader(hit.OpenRead(), Encoding.Latin1);
                here.Add((hit.Uid, string.Join(" ", hit.Flags.Order(StringComparer.Ordinal)), hit.Received, await reader.ReadToEndAsync(Ct)));
            }

            Assert.Equal((await AllAsync(imap, name)).Order(), here.Order());
        }
    }

    private static async Task<List<(uint Uid, string Flags, DateTimeOffset Received, string Octets)>> AllAsync(ImapConnection imap, string name)
    {
        await imap.SelectAsync(name, readOnly: true, Ct);
        var uids = await imap.UidSearchAsync(SearchQuery.All, Ct);
        var all = new List<(uint, string, DateTimeOffset, string)>();
        await foreach (var body in imap.UidFetchBodyAsync(UidSet.Of(uids), Ct))
        {
            using var memory = new MemoryStream();
            await body.CopyToAsync(memory, Ct);
            all.Add((body.Uid, string.Join(" ", body.Flags.Where(flag => flag != "\\Recent").Order(StringComparer.Ordinal)), body.InternalDate!.Value.ToUniversalTime(), Encoding.Latin1.GetString(memory.ToArray())));
        }

        return all;
    }

    /// <summary>Pauses between attempts are over at once.</summary>
    private sealed class Impatient : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
