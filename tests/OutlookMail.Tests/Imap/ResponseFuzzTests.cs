using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Tests.Wire;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap;

/// <summary>
/// Sessions whose server side is damaged at random, from fixed seeds: each operation ends with a result or with one of
/// the exceptions that it documents, and a connection that is not broken is one that can be used on. What once failed is
/// kept in <see cref="Kept"/>.
/// </summary>
public class ResponseFuzzTests
{
    private static readonly int Rounds = FuzzRounds.Or(2500);

    private static readonly Func<ImapConnection, string, Task>[] Operations =
    [
        (connection, _) => connection.SelectAsync("INBOX", readOnly: false),
        async (connection, what) =>
        {
            await foreach (FetchedMessage message in connection.UidFetchAsync(UidSet.Range(1, 2), FetchItems.Summary))
            {
                Assert.True(message.Uid > 0, what);
                _ = message.BodyStructure?.HasAttachment;
            }
        },
        async (connection, what) =>
        {
            await foreach (FetchedBody body in connection.UidFetchBodyAsync(UidSet.Range(1, 2)))
            {
                using var memory = new MemoryStream();
                await body.CopyToAsync(memory);
                Assert.True(memory.Length == body.Length, what);
            }
        },
        (connection, _) => connection.UidSearchAsync(SearchQuery.All),
        (connection, _) => connection.ListAsync("", "*"),
        (connection, _) => connection.UidCopyAsync(UidSet.Range(1, 2), "Box"),
    ];

    /// <summary>Server sides that once showed a mistake or lie next to one, one string for each turn.</summary>
    public static TheoryData<string> Kept =>
    [
        // A quoted string, a literal and a body that end with the connection.
        "* PREAUTH [CAPABILITY IMAP4rev1] r\r\n|* 1 EXISTS\r\nA1 OK x\r\n|* 1 FETCH (UID 1 ENVELOPE (\"",
        "* PREAUTH [CAPABILITY IMAP4rev1] r\r\n|* 1 EXISTS\r\nA1 OK x\r\n|* 1 FETCH (UID 1 ENVELOPE ({5}\r\nHel",
        "* PREAUTH [CAPABILITY IMAP4rev1] r\r\n|* 1 EXISTS\r\nA1 OK x\r\n|A2 OK x\r\n|* 1 FETCH (UID 1 BODY[] {12}\r\nSub",
        // A summary where a body was asked for, and the other way round.
        "* PREAUTH [CAPABILITY IMAP4rev1] r\r\n|* 1 EXISTS\r\nA1 OK x\r\n|* 1 FETCH (UID 1 BODY[] {3}\r\nabc RFC822.SIZE 5)\r\nA2 OK x\r\n|* 1 FETCH (UID 1 RFC822.SIZE 9)\r\nA3 OK x\r\n",
        // Two bodies in one response; a body inside a LIST.
        "* PREAUTH [CAPABILITY IMAP4rev1] r\r\n|* 1 EXISTS\r\nA1 OK x\r\n|A2 OK x\r\n|* 1 FETCH (UID 1 BODY[] {3}\r\nabc BODY[1] {2}\r\nde)\r\nA3 OK x\r\nA4 OK x\r\n",
        "* PREAUTH [CAPABILITY IMAP4rev1] r\r\n|* 1 EXISTS\r\nA1 OK x\r\n|A2 OK x\r\n|* LIST () \"/\" BODY[] {3}\r\nabc\r\nA3 OK x\r\n",
        // Numbers at the edge.
        "* PREAUTH [CAPABILITY IMAP4rev1] r\r\n|* 4294967295 EXISTS\r\n* 1 EXPUNGE\r\nA1 OK x\r\n|* 4294967295 FETCH (UID 4294967295 RFC822.SIZE 18446744073709551615)\r\nA2 OK x\r\n",
        "* PREAUTH [CAPABILITY IMAP4rev1] r\r\n|* 1 EXISTS\r\nA1 OK x\r\n|* 1 FETCH (UID 0 RFC822.SIZE 5)\r\nA2 OK x\r\n",
        // What cannot be understood in a listing, and what reads as a body only while the rest is thrown away.
        "* PREAUTH [CAPABILITY IMAP4rev1] r\r\n|* 1 EXISTS\r\nA1 OK x\r\n|* 2 FETCH (UID 2 FLAGS () BODY[ \"short\")\r\nA2 OK x\r\n",
        "* PREAUTH [CAPABILITY IMAP4rev1] r\r\n|* FLAGS (\\Answered \\SBINARY[1] ~{3}\r\nabceen)\r\nA1 OK x\r\n",
        // The tag of a command that was not sent yet, and one that was answered.
        "* PREAUTH [CAPABILITY IMAP4rev1] r\r\n|A1 OK x\r\nA2 OK early\r\n",
        "* PREAUTH [CAPABILITY IMAP4rev1] r\r\n|* 1 EXISTS\r\nA1 OK x\r\n|A2 OK x\r\nA2 OK again\r\n",
    ];

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task A_kept_sample_ends_as_documented(string turns)
    {
        foreach (int piece in new[] { int.MaxValue, 7, 1 })
        {
            await RunAsync(turns.Split('|').Select(Encoding.Latin1.GetBytes).ToArray(), piece, turns);
        }
    }

    [Fact]
    public async Task The_session_itself_ends_well() =>
        Assert.All(await RunAsync(ResponseFuzzer.Session.Select(Encoding.Latin1.GetBytes).ToArray(), 5, "undamaged"), met => Assert.Equal("done", met));

    [Theory]
    [InlineData(1)]
    [InlineData(9051)]
    [InlineData(20261122)]
    public async Task A_damaged_session_ends_as_documented(int seed)
    {
        var fuzzer = new ResponseFuzzer(seed, ResponseFuzzer.Session);
        var seen = new HashSet<string>();
        for (int round = 0; round < Rounds; round++)
        {
            byte[][] turns = fuzzer.Next();
            seen.UnionWith(await RunAsync(turns, 1 + (round % 40), $"seed {seed}, round {round}: {string.Join("|", turns.Select(Encoding.Latin1.GetString))}"));
        }

        // Damage that never reached a state would prove nothing about it.
        Assert.Superset(
            new HashSet<string> { "done", nameof(ConnectionBrokenException), nameof(ServerProtocolException), nameof(ImapRefusedException), nameof(ImapByeException) }, seen);
    }

    private static Task<List<string>> RunAsync(byte[][] turns, int piece, string what) => FuzzedSession.RunAsync(turns, piece, what, Operations);
}
