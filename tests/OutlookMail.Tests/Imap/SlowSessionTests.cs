using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Store;
using OutlookMail.Tests.Wire;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap;

/// <summary>
/// One session (sign in, list, download, append, move, log out) again and again on a line in memory, slow from each octet
/// of it in turn. Each time it completes with every mail once. Nobody waits for a clock: the client's is moved by hand.
/// </summary>
public class SlowSessionTests
{
    private static readonly int Step = Environment.GetEnvironmentVariable("OUTLOOKMAIL_EVERY_OCTET") == "1" ? 1 : 17;

    // For a session that hangs, on the slowest machine.
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    private static readonly string[] Mails = [Mail("Mail 1"), Mail("Mail 2"), Mail("Mail 3")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FaultKind.Delay, false)]
    [InlineData(FaultKind.Delay, true)]
    [InlineData(FaultKind.Dribble, false)]
    [InlineData(FaultKind.Dribble, true)]
    public async Task A_line_that_is_slow_from_any_octet_on_loses_and_doubles_nothing(FaultKind kind, bool fromClient)
    {
        string[] users = [.. Enumerable.Range(0, Math.Max(2, Environment.ProcessorCount)).Select(n => $"user{n}@contoso.test")];
        await using SandboxServer sandbox = await SandboxServer.StartAsync(new SandboxOptions { Users = users }, Ct);
        SlowLine whole = await RunAsync(sandbox, users[0], sandbox.IssueToken(users[0]), null, "no fault");
        long octets = fromClient ? whole.ClientOctets : whole.ServerOctets;
        long next = -Step;
        long met = 0;

        await Task.WhenAll(users.Select(user => Task.Run(async () =>
        {
            string token = sandbox.IssueToken(user);
            while (Interlocked.Add(ref next, Step) is long at && at < octets)
            {
                string what = $"{kind} from octet {at} of the {(fromClient ? "client" : "server")}";
                SlowLine line = await RunAsync(sandbox, user, token, new Fault(kind, at, fromClient), what);
                Assert.True(line.IsMet, $"{what}: the session ended before");
                Interlocked.Increment(ref met);
            }
        })));

        Assert.Equal((octets + Step - 1) / Step, met);
    }

    private static async Task<SlowLine> RunAsync(SandboxServer sandbox, string user, string token, Fault? fault, string what)
    {
        SandboxMailbox mailbox = sandbox.Store.Mailbox(user);
        mailbox.Remove("In");
        mailbox.Remove("Out");
        SandboxFolder source = mailbox.Folder("In");
        SandboxFolder target = mailbox.Folder("Out");
        // Every session has the same octets.
        source.UidValidity = 1001;
        target.UidValidity = 1002;
        foreach (string mail in Mails)
        {
            source.Append(mail);
        }

        var time = new ManualTime();
        // One second more would be a server that is silent too long.
        var line = new SlowLine(fault, time, WireOptions.DefaultResponseTimeout - TimeSpan.FromSeconds(1));
        Task serving = sandbox.ServeImapAsync(line.Server, Ct);
        try
        {
            await SessionAsync(line.Client, time, user, token).WaitAsync(Hang, Ct);
            await serving.WaitAsync(Hang, Ct);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(what, e);
        }

        Assert.True(Mails.Skip(1).SequenceEqual(source.Messages.Select(Text)), what);
        Assert.True(new[] { Mail("appended"), Mails[0] }.SequenceEqual(target.Messages.Select(Text)), what);
        return line;
    }

    private static async Task SessionAsync(Stream stream, TimeProvider time, string user, string token)
    {
        await using ImapConnection imap = await ImapConnection.OpenAsync(WireConnection.FromStream(stream, new WireOptions { Time = time }), Ct);
        await imap.AuthenticateAsync(user, token, Ct);
        Assert.Equal(["In"], (await imap.ListAsync("", "In", Ct)).Select(f => f.Name));
        Assert.Equal(3u, (await imap.SelectAsync("In", readOnly: false, Ct)).Exists);

        var listed = new List<string>();
        await foreach (FetchedMessage message in imap.UidFetchAsync(UidSet.Range(1, 3), FetchItems.Summary, Ct))
        {
            listed.Add(string.Create(CultureInfo.InvariantCulture, $"{message.Uid} {message.Envelope!.Subject}"));
        }

        Assert.Equal(["1 Mail 1", "2 Mail 2", "3 Mail 3"], listed);

        var bodies = new List<string>();
        await foreach (FetchedBody body in imap.UidFetchBodyAsync(UidSet.Range(1, 3), Ct))
        {
            using var octets = new MemoryStream();
            await body.CopyToAsync(octets, Ct);
            bodies.Add(Encoding.ASCII.GetString(octets.ToArray()));
        }

        Assert.Equal(Mails, bodies);

        AppendResult appended = await imap.AppendAsync("Out", new AppendMessage(Encoding.ASCII.GetBytes(Mail("appended"))), Ct);
        Assert.Equal((1002u, 1u), (appended.UidValidity, appended.Uid));
        Assert.Equal(2u, (await imap.UidMoveAsync(UidSet.Of(1), "Out", Ct)).Uids[1]);
        await imap.LogoutAsync(Ct);
    }

    private static string Mail(string subject) => $"From: bob@contoso.test\r\nSubject: {subject}\r\n\r\nbody of {subject}\r\n";

    private static string Text(SandboxMessage message) => Encoding.ASCII.GetString(message.Bytes.Span);
}
