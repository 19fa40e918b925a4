using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Outbox;
using OutlookMail.Tests.Wire;
using OutlookMail.Wire;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.Client;

/// <summary>
/// One whole session (sign in, list, download, append, move), again and again, with a fault at each octet of it in turn,
/// over TLS. Afterwards nothing is lost or doubled that the protocol lets a client know.
/// </summary>
public class FaultSessionTests
{
    private const string Ada = "ada@contoso.test";

    // Every octet takes minutes; CI takes them, elsewhere one in seventeen has to do, which meets every command and every answer.
    private static readonly int Step = Environment.GetEnvironmentVariable("OUTLOOKMAIL_EVERY_OCTET") == "1" ? 1 : 17;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cut_at_any_octet_loses_and_doubles_nothing(bool fromClient)
    {
        await using var world = await World.StartAsync();
        var (server, client) = await world.MeasureAsync();
        for (long at = 0; at < (fromClient ? client : server); at += Step)
        {
            world.Proxy.Next(new Fault(FaultKind.Cut, at, fromClient));
            await world.RunAsync($"cut at {at} of the {(fromClient ? "client" : "server")}");
        }
    }

    // A sample, over TLS and with the client's own pool; SlowSessionTests is slow at every octet.
    [Theory]
    [InlineData(FaultKind.Dribble)]
    [InlineData(FaultKind.Delay)]
    public async Task A_slow_wire_changes_nothing(FaultKind kind)
    {
        await using var world = await World.StartAsync();
        var (server, client) = await world.MeasureAsync();
        for (var step = 0; step < 12; step++)
        {
            world.Proxy.Next(new Fault(kind, server * step / 12));
            await world.RunAsync($"{kind} from octet {server * step / 12} of the server");
            world.Proxy.Next(new Fault(kind, client * step / 12, FromClient: true));
            await world.RunAsync($"{kind} from octet {client * step / 12} of the client");
        }
    }

    [Fact]
    public async Task A_wrong_octet_ends_in_a_result_or_an_error_of_the_catalogue()
    {
        await using var world = await World.StartAsync();
        var (server, _) = await world.MeasureAsync();
        for (long at = 0; at < server; at += Step)
        {
            world.Proxy.Next(new Fault(FaultKind.Corrupt, at));
            await world.RunCorruptedAsync($"wrong octet {at} of the server");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_user_who_does_not_wait_for_the_next_octet_gets_a_cancellation(bool fromClient)
    {
        await using var world = await World.StartAsync();
        var (server, client) = await world.MeasureAsync();
        // Each waits for what is owed, up to a quarter of a second of real time: a sample, and SlowSessionTests holds every octet.
        var octets = fromClient ? client : server;
        for (long at = 0; at < octets; at += (octets / (Step == 1 ? 60 : 12)) + 1)
        {
            world.Proxy.Next(new Fault(FaultKind.Stall, at, fromClient));
            await world.RunCancelledAsync($"stalled at {at} of the {(fromClient ? "client" : "server")}");
        }
    }

    /// <summary>A sandbox behind a proxy, with the folder In (three mails) made anew for each run, and the folder Out.</summary>
    private sealed class World : IAsyncDisposable
    {
        // An octet of a literal's length makes the client wait for octets that never come.
        private static readonly TimeSpan WrongOctetTimeout = TimeSpan.FromMilliseconds(300);

        private readonly SandboxServer sandbox;
        private readonly MadeCertificates certificates = new();
        private readonly X509Certificate2 leaf;
        private readonly OutlookClient client;
        private readonly string token;
        private int run;

        private World(SandboxServer sandbox)
        {
            this.sandbox = sandbox;
            leaf = certificates.Leaf("localhost");
            Proxy = new FaultProxy(leaf, sandbox.Info.ImapPort, sandbox.CertificateAuthority);
            client = new OutlookClient(sandbox.Clock, _ => null, new SteppedTime(sandbox.Clock));
            token = sandbox.IssueToken(Ada, lifetime: TimeSpan.FromDays(3650));
        }

        public FaultProxy Proxy { get; }

        public static async Task<World> StartAsync() => new(await SandboxServer.StartAsync(new SandboxOptions(), Ct));

        /// <summary>Octets of the server and of the client in a session without a fault.</summary>
        public async Task<(long Server, long Client)> MeasureAsync()
        {
            await RunAsync("no fault");
            return (Proxy.ServerOctets, Proxy.ClientOctets);
        }

        public async Task RunAsync(string what)
        {
            var names = await MakeFoldersAsync();
            var session = await ConnectAsync();
            var live = client.Find(session);
            try
            {
                var mails = names.Mails;
                var listed = await client.GetMailAsync(session, new MailQuery { Folder = names.In }, Ct).ToListAsync(Ct);
                Assert.True(mails.Reverse().SequenceEqual(listed.Select(m => m.Subject)), what);
                var bodies = await client.GetContentAsync(listed, Ct).Select(c => c.Text!.Trim()).ToListAsync(Ct);
                Assert.True(listed.Select(m => "body of " + m.Subject).SequenceEqual(bodies), what);

                var appended = await AppendAsync(live, names.Out);
                var copies = Count(names.Out);
                // Sure is one copy; where the connection ended before the answer, none or one.
                Assert.True(appended ? copies == 1 : copies is 0 or 1, $"{what}: appended {appended}, {copies} copies");

                var moved = await MoveAsync(live, names.In, names.Out, listed[0].Uid);
                var (left, arrived) = (Count(names.In), Count(names.Out) - copies);
                Assert.True(left + arrived == mails.Length && (!moved || arrived == 1), $"{what}: moved {moved}, {left} left, {arrived} arrived");
            }
            finally
            {
                await client.DisconnectAsync(session, forget: false, Ct);
            }
        }

        public async Task RunCancelledAsync(string what)
        {
            var names = await MakeFoldersAsync();
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            var running = SessionAsync(names, cancel.Token);
            var first = await Task.WhenAny(Proxy.Stalled, running);
            Assert.True(first == Proxy.Stalled, $"{what}: ended before, {first.Exception}");
            await cancel.CancelAsync();
            var error = await Record.ExceptionAsync(() => running);
            Assert.True(error is OperationCanceledException, $"{what}: {error}");
        }

        public async Task RunCorruptedAsync(string what)
        {
            OutlookSession? session = null;
            try
            {
                var names = await MakeFoldersAsync();
                session = await ConnectOnceAsync(WrongOctetTimeout);
                var live = client.Find(session);
                await client.GetMailAsync(session, new MailQuery { Folder = names.In }, Ct).CountAsync(Ct);
                await AppendAsync(live, names.Out);
                Assert.True(Count(names.Out) <= 1, what);
            }
            catch (OutlookMailException)
            {
                // Named; which one depends on the octet.
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{what}: {e}");
            }
            finally
            {
                if (session is not null)
                {
                    await client.DisconnectAsync(session, forget: false, Ct);
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await Proxy.DisposeAsync();
            await sandbox.DisposeAsync();
            leaf.Dispose();
            certificates.Dispose();
        }

        private async Task SessionAsync(Names names, CancellationToken ct)
        {
            OutlookSession? session = null;
            try
            {
                session = await ConnectOnceAsync(null, ct);
                var live = client.Find(session);
                var listed = await client.GetMailAsync(session, new MailQuery { Folder = names.In }, ct).ToListAsync(ct);
                await client.GetContentAsync(listed, ct).CountAsync(ct);
                await live.Imap.ChangeAsync(
                    (imap, token) => imap.AppendAsync(names.Out, new AppendMessage(Encoding.ASCII.GetBytes("Subject: appended\r\n\r\nx\r\n")), token), names.Out, ct);
                await live.Imap.ChangeAsync(
                    new FolderAt(names.In, Writable: true), (imap, _, token) => imap.UidMoveAsync(UidSet.Of(listed[0].Uid), names.Out, token), names.In, ct);
            }
            finally
            {
                if (session is not null)
                {
                    await client.DisconnectAsync(session, forget: false, Ct);
                }
            }
        }

        private async Task<OutlookSession> ConnectAsync()
        {
            try
            {
                return await ConnectOnceAsync(null);
            }
            catch (OutlookMailException e) when (e.ErrorId is ErrorIds.ConnectionFailed or ErrorIds.ConnectionLost or ErrorIds.TlsFailed)
            {
                // A session that is only being made says at once that this network cannot be relied on.
                return await ConnectOnceAsync(null);
            }
        }

        private Task<OutlookSession> ConnectOnceAsync(TimeSpan? responseTimeout, CancellationToken? ct = null) => client.ConnectAsync(
            new ConnectRequest
            {
                Authority = sandbox.Info.Authority,
                ImapServer = "localhost",
                ImapPort = Proxy.Port,
                SmtpServer = "localhost",
                SmtpPort = sandbox.Info.SmtpPort,
                CertificateAuthority = certificates.Authority,
                AccessToken = new NetworkCredential("", token).SecurePassword,
                Account = Ada,
                ResponseTimeout = responseTimeout,
            },
            new RecordedEvents(_ => Task.CompletedTask),
            ct ?? Ct);

        private async Task<Names> MakeFoldersAsync()
        {
            // Names of one length, so that every session has the same octets.
            var number = (++run).ToString("00000", CultureInfo.InvariantCulture);
            var names = new Names($"In{number}", $"Out{number}", ["Mail 1", "Mail 2", "Mail 3"]);
            var mailbox = sandbox.Store.Mailbox(Ada);
            var place = new WireEndpoint("localhost", sandbox.Info.ImapPort, TlsMode.Implicit);
            await using (var maker = await ImapConnection.ConnectAsync(place, new WireOptions { CertificateAuthority = sandbox.CertificateAuthority }, Ct))
            {
                await maker.AuthenticateAsync(Ada, token, Ct);
                await maker.CreateAsync(names.In, cancellationToken: Ct);
                await maker.CreateAsync(names.Out, cancellationToken: Ct);
            }

            foreach (var subject in names.Mails)
            {
                mailbox.Folder(names.In).Append($"From: bob@contoso.test\r\nTo: {Ada}\r\nSubject: {subject}\r\n\r\nbody of {subject}\r\n");
            }

            return names;
        }

        private static async Task<bool> AppendAsync(LiveSession live, string folder)
        {
            try
            {
                await live.Imap.ChangeAsync(
                    (imap, ct) => imap.AppendAsync(folder, new AppendMessage(Encoding.ASCII.GetBytes("Subject: appended\r\n\r\nx\r\n")), ct), folder, Ct);
                return true;
            }
            catch (OutlookMailException e) when (e.ErrorId == ErrorIds.ConnectionLost)
            {
                return false;
            }
        }

        private static async Task<bool> MoveAsync(LiveSession live, string from, string to, uint uid)
        {
            try
            {
                await live.Imap.ChangeAsync(new FolderAt(from, Writable: true), (imap, _, ct) => imap.UidMoveAsync(UidSet.Of(uid), to, ct), from, Ct);
                return true;
            }
            catch (OutlookMailException e) when (e.ErrorId == ErrorIds.ConnectionLost)
            {
                return false;
            }
        }

        private int Count(string folder) => sandbox.Store.Mailbox(Ada).Folder(folder).Count;

        private sealed record Names(string In, string Out, string[] Mails);
    }
}
