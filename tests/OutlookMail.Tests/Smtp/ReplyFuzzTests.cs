using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp;
using OutlookMail.Tests.Wire;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Smtp;

/// <summary>Sessions whose server side is damaged at random, from fixed seeds: the client always ends, in a state it can
/// stand by. What once failed is kept in <see cref="Kept"/>.</summary>
public class ReplyFuzzTests
{
    private static readonly int Rounds = FuzzRounds.Or(3000);

    private static readonly string[] Pieces =
        ["250 ok\r\n", "250-", "354 go\r\n", "421 bye\r\n", "550 5.1.1 no\r\n", "\r\n", "\n", "\r", "\0", "\u001b[2J", "334 \r\n", "999 \r\n", "250", " ", "-", "5.7.3 ", "\uFFFD"];

    private static readonly string[] Session =
        ["220 x\r\n", "250-x\r\n250 PIPELINING\r\n", "250 2.1.0 ok\r\n250 2.1.5 ok\r\n354 go\r\n", "250 2.0.0 queued\r\n", "250 2.0.0 reset\r\n250 ok\r\n250 ok\r\n354 go\r\n", "250 ok\r\n"];

    /// <summary>Server sides that once showed a mistake, one string for each turn.</summary>
    public static TheoryData<string> Kept =>
    [
        "220 x\r\n|250 PIPELINING\r\n|250 ok\r\n",
        "220 x\r\n|250-x\r\n250 PIPELINING\r\n|250 ok\r\n550 no\r\n354 go\r\n250 ok\r\n250 ok\r\n",
        "220 x\r\n|250-x\r\n250 PIPELINING\r\n|550 no\r\n250 ok\r\n354 go\r\n",
        "220 x\r\n|250-x\r\n250 PIPELINING\r\n|250 ok\r\n250 ok\r\n354 go\r\n250 early\r\n",
    ];

    [Theory]
    [MemberData(nameof(Kept))]
    public Task A_kept_sample_ends_in_a_state_that_holds(string turns) => RunAsync(turns.Split('|').Select(Encoding.UTF8.GetBytes).ToArray(), 7, turns);

    [Theory]
    [InlineData(1)]
    [InlineData(20261122)]
    [InlineData(5321)]
    public async Task A_damaged_session_ends_in_a_state_that_holds(int seed)
    {
        var random = new Random(seed);
        var seen = new HashSet<string>();
        for (int round = 0; round < Rounds; round++)
        {
            byte[][] turns = Session.Select(Encoding.UTF8.GetBytes).ToArray();
            for (int damage = random.Next(1, 4); damage > 0; damage--)
            {
                int turn = random.Next(turns.Length);
                turns[turn] = Damage(turns[turn], random);
            }

            seen.UnionWith(await RunAsync(turns, 1 + (round % 40), $"seed {seed}, round {round}: {string.Join("|", turns.Select(t => Encoding.UTF8.GetString(t)))}"));
        }

        // Damage that never reached a state would prove nothing about it.
        Assert.Superset(
            new HashSet<string> { "Accepted", "Refused", "Uncertain", nameof(ConnectionBrokenException), nameof(ServerProtocolException), nameof(SmtpRefusedException) },
            seen);
    }

    private static byte[] Damage(byte[] octets, Random random)
    {
        List<byte> damaged = [.. octets];
        int at = random.Next(damaged.Count + 1);
        switch (random.Next(5))
        {
            case 0 when at < damaged.Count:
                damaged[at] = (byte)random.Next(256);
                break;
            case 1:
                damaged.RemoveRange(at, Math.Min(random.Next(8), damaged.Count - at));
                break;
            case 2:
                damaged.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                break;
            case 3:
                damaged.InsertRange(at, damaged.Skip(at).Take(20).ToArray());
                break;
            default:
                damaged.RemoveRange(at, damaged.Count - at);
                break;
        }

        return damaged.ToArray();
    }

    /// <returns>The states and errors met.</returns>
    private static async Task<List<string>> RunAsync(byte[][] turns, int piece, string what)
    {
        // Each turn is said when the client has written once more; silence then is a closed connection.
        var server = new ScriptedServer(string.Empty) { TakesAnything = true, ReadSize = piece };
        int turn = 0;
        server.Say(turns[turn++]);
        var endSeen = 0;
        var met = new List<string>();
        server.OnWriteText = text =>
        {
            endSeen += text.EndsWith(".dot\r\n.\r\n", StringComparison.Ordinal) ? 1 : 0;
            if (turn < turns.Length)
                server.Say(turns[turn++]);
        };
        try
        {
            await using SmtpConnection connection = await server.ConnectAsync();
            for (int i = 0; i < 2 && !connection.IsBroken; i++)
            {
                int before = endSeen;
                SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Mails.HelloOfUnknownLength(), CancellationToken.None);
                met.Add(outcome.State.ToString());
                bool endWritten = endSeen > before;
                Assert.True(endWritten || outcome.State == SmtpSendState.Refused, what);
                Assert.True(outcome.State != SmtpSendState.Uncertain || outcome.Error is not null, what);
                Assert.True(outcome.State != SmtpSendState.Refused || !endWritten || outcome.FinalReply is { IsPositive: false }, what);
                Assert.True(outcome.Error is null || connection.IsBroken, what);
                Assert.DoesNotContain(outcome.FinalReply?.Text ?? string.Empty, c => char.IsControl(c) && c != '\n');
            }
        }
        catch (Exception e) when (e is ConnectionBrokenException or ServerProtocolException or SmtpRefusedException)
        {
            met.Add(e.GetType().Name);
        }

        return met;
    }
}
