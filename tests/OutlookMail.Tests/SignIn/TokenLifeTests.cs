using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Client;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.SignIn;

/// <summary>
/// A session outlives its token, and the next one: when the server refuses it (the sandbox's clock has moved), and when
/// the client sees its end coming (MSAL renews what has less than five minutes left, by the real clock).
/// </summary>
public sealed class TokenLifeTests : IDisposable
{
    private const string Ada = "ada@contoso.test";
    private const int Mails = 12;

    private static readonly TimeSpan LongerThanAToken = TimeSpan.FromHours(2);
    private static readonly TimeSpan UnderMsalsMargin = TimeSpan.FromMinutes(4);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("omt-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_download_outlives_two_tokens_that_the_server_refuses_with_one_renewal_each()
    {
        await using var world = await StartAsync();
        var session = await FillAsync(world);
        var renewals = Renewals(world);

        await DownloadAsync(world, session, () =>
        {
            world.Sandbox.Clock.Advance(LongerThanAToken);
            world.Sandbox.DropConnections();
        });

        Assert.Equal(renewals + 2, Renewals(world));
    }

    [Fact]
    public async Task A_download_outlives_two_tokens_whose_end_the_client_sees_coming_and_none_is_refused()
    {
        await using var world = await StartAsync(new SandboxOptions { AccessTokenLifetime = UnderMsalsMargin });
        var session = await FillAsync(world);
        var renewals = Renewals(world);

        await DownloadAsync(world, session, () => world.Sandbox.DropConnections());

        Assert.Equal(renewals + 2, Renewals(world));
        Assert.Equal(0, Refusals(world));
    }

    [Fact]
    public async Task Two_sends_with_a_dead_token_between_them_succeed_twice_over_with_one_renewal_each()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        await SendAsync(world, session);
        var renewals = Renewals(world);

        for (var time = 0; time < 2; time++)
        {
            world.Sandbox.Clock.Advance(LongerThanAToken);
            await SendAsync(world, session);
        }

        Assert.Equal(renewals + 2, Renewals(world));
    }

    [Fact]
    public async Task Two_sends_with_a_token_near_its_end_between_them_succeed_twice_over_and_none_is_refused()
    {
        await using var world = await StartAsync(new SandboxOptions { AccessTokenLifetime = UnderMsalsMargin });
        var session = await world.SignInAsync();
        await SendAsync(world, session);
        var renewals = Renewals(world);

        for (var time = 0; time < 2; time++)
        {
            world.Sandbox.Clock.Advance(UnderMsalsMargin);
            await SendAsync(world, session);
        }

        Assert.Equal(renewals + 2, Renewals(world));
        Assert.Equal(0, Refusals(world));
    }

    [Fact]
    public async Task An_IMAP_connection_is_made_anew_before_its_token_ends()
    {
        await using var world = await StartAsync(new SandboxOptions { AccessTokenLifetime = UnderMsalsMargin });
        var session = await world.SignInAsync();
        var before = SignIns(world);

        await world.Client.GetMailAsync(session, new MailQuery(), Ct).CountAsync(Ct);
        Assert.Equal(before, SignIns(world));
        world.Sandbox.Clock.Advance(UnderMsalsMargin - TimeSpan.FromSeconds(30));
        await world.Client.GetMailAsync(session, new MailQuery(), Ct).CountAsync(Ct);

        Assert.Equal(before + 1, SignIns(world));
        Assert.Equal(0, Refusals(world));
    }

    [Fact]
    public async Task One_download_changes_to_a_new_connection_before_each_tokens_end_and_nothing_is_cut_or_refused()
    {
        await using var world = await StartAsync(new SandboxOptions { AccessTokenLifetime = UnderMsalsMargin });
        var session = await FillAsync(world);
        var (renewals, before) = (Renewals(world), SignIns(world));

        await DownloadAsync(world, session, () => world.Sandbox.Clock.Advance(UnderMsalsMargin - TimeSpan.FromSeconds(30)));

        Assert.Equal(before + 2, SignIns(world));
        Assert.Equal(0, Refusals(world));
        Assert.True(Renewals(world) > renewals);
    }

    [Fact]
    public async Task A_watch_changes_to_a_new_connection_before_its_tokens_end()
    {
        await using var world = await StartAsync(new SandboxOptions { AccessTokenLifetime = UnderMsalsMargin });
        var session = await world.SignInAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var begun = new BegunEvents();
        await using var watch = world.Client.WatchAsync(session, new WatchRequest { Poll = TimeSpan.FromMilliseconds(50) }, begun, stop.Token).GetAsyncEnumerator(stop.Token);
        var told = watch.MoveNextAsync().AsTask();
        await begun.Connections.ReadAsync(Ct);

        for (var token = 1; token <= 2; token++)
        {
            world.Sandbox.Clock.Advance(UnderMsalsMargin - TimeSpan.FromSeconds(30));
            await begun.Connections.ReadAsync(Ct);
            world.Sandbox.Store.Mailbox(Ada).Folder("INBOX").Append($"From: bob@contoso.test\r\nSubject: {token}\r\n\r\nx");
            Assert.True(await told);
            Assert.Equal($"{token}", watch.Current.Message!.Subject);
            told = watch.MoveNextAsync().AsTask();
        }

        Assert.Equal(0, Refusals(world));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => told);
    }

    [Fact]
    public async Task A_token_that_cannot_be_renewed_in_time_ends_no_download_that_still_runs()
    {
        await using var world = await StartAsync(new SandboxOptions { AccessTokenLifetime = UnderMsalsMargin });
        var session = await FillAsync(world);
        var before = SignIns(world);

        await DownloadAsync(world, session, () =>
        {
            world.Sandbox.RevokeSignIns(Ada);
            world.Sandbox.Clock.Advance(UnderMsalsMargin - TimeSpan.FromSeconds(30));
        });

        Assert.Equal(before, SignIns(world));
    }

    [Fact]
    public async Task No_sign_in_asks_for_more_than_one_resource_in_one_token()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync(request => request.Interactive = true);

        var mail = await world.Client.GetAccessTokenAsync(session, OutlookTokenResource.Mail, Ct);
        var graph = await world.Client.GetAccessTokenAsync(session, OutlookTokenResource.Graph, Ct);

        Assert.Equal(("https://outlook.office.com", world.Sandbox.Info.Graph), (Audience(mail), Audience(graph)));
    }

    /// <summary>Says when a folder is being watched over a new connection.</summary>
    private sealed class BegunEvents : IMailboxEvents
    {
        private readonly Channel<string> begun = Channel.CreateUnbounded<string>();

        public ChannelReader<string> Connections => begun.Reader;

        public void Verbose(string text)
        {
            if (text.Contains("asked every", StringComparison.Ordinal))
            {
                begun.Writer.TryWrite(text);
            }
        }

        public void Warning(string text)
        {
        }

        public void Failed(OutlookMailException failure)
        {
        }

        public void Progress(long done, long? all)
        {
        }
    }

    private static string? Audience(OutlookAccessToken token) =>
        AccessTokenClaims.TryRead(new System.Net.NetworkCredential("", token.Token).Password)!.Audience;

    private async Task DownloadAsync(SandboxSession world, OutlookSession session, Action loseToken)
    {
        var messages = await world.Client.GetMailAsync(session, new MailQuery(), Ct).ToListAsync(Ct);
        var saved = 0;
        await foreach (var one in world.Client.SaveMailAsync(messages, new SaveMailRequest(folder.FullName), Ct))
        {
            if (++saved is 2 or 6)
            {
                loseToken();
            }
        }

        Assert.Equal(Mails, saved);
        Assert.Equal(Mails, folder.GetFiles("*.eml").Select(file => File.ReadAllText(file.FullName)).Distinct().Count());
    }

    private static async Task<OutlookSession> FillAsync(SandboxSession world)
    {
        // More than the sockets between can hold, so that most of it is still to come when the token dies.
        var body = string.Concat(Enumerable.Repeat(new string('x', 76) + "\r\n", 80_000));
        for (var n = 1; n <= Mails; n++)
        {
            world.Sandbox.Store.Mailbox(Ada).Folder("INBOX").Append($"From: bob@contoso.test\r\nSubject: mail {n}\r\n\r\n{n} {body}");
        }

        return await world.SignInAsync();
    }

    private static Task SendAsync(SandboxSession world, OutlookSession session) =>
        world.Client.SendMailAsync(session, new MailDraft { To = ["bob@contoso.test"], Subject = "x", Text = "x" }, Ct);

    private static int Renewals(SandboxSession world) =>
        world.Sandbox.Requests.Count(r => r.Service == "Entra" && r.Request.EndsWith("/token", StringComparison.Ordinal));

    private static int SignIns(SandboxSession world) => world.Sandbox.Requests.Count(r => r.Service == "IMAP" && r.Request.StartsWith("AUTHENTICATE", StringComparison.Ordinal));

    private static int Refusals(SandboxSession world) => world.Sandbox.Requests.Count(r =>
        (r.Service == "IMAP" && r.Request.StartsWith("AUTHENTICATE", StringComparison.Ordinal) && r.Answer.StartsWith("NO", StringComparison.Ordinal)) ||
        (r.Service == "SMTP" && r.Answer.StartsWith("535", StringComparison.Ordinal)));
}
