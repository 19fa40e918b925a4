using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace OutlookMail.Tests.Imap;

/// <summary>Server sides of one session, damaged at random, the same way again from the same seed.</summary>
internal sealed class ResponseFuzzer(int seed, IReadOnlyList<string> session)
{
    private static readonly string[] Pieces =
    [
        "\r\n", "\n", "\r", "\0", "* ", "A2 OK done\r\n", "A3 NO [ALERT] no\r\n", "A4 BAD x\r\n", "+ \r\n", "* BYE bye\r\n", "(", ")", "((((((((", "))))", "\"", "\\", "{5}\r\n", "{0}\r\n", "{99999999999}\r\n",
        "{4294967296}\r\n", "NIL", " ", "  ", "[", "]", "<", ">", "* 1 FETCH (", "UID 1", "UID 4294967296", "UID 0", "BODY[] {10}\r\n", "BODY[]<0> {3}\r\nabc", "BODY[] \"x\"", "BODY[] NIL", "BINARY[1] ~{3}\r\nabc",
        "FLAGS (\\Seen", "ENVELOPE (", "BODYSTRUCTURE ((", "RFC822.SIZE -1", "INTERNALDATE \"x\"", "* 5 EXPUNGE\r\n", "* 99999999 EXISTS\r\n", "* SEARCH 1 2 3\r\n", "* ESEARCH (TAG \"A4\") UID ALL 1:3\r\n",
        "* VANISHED 1:5\r\n", "* VANISHED (EARLIER) 4294967295:1\r\n", "* ESEARCH (TAG \"A3\") UID COUNT 9 ALL 1:4294967295\r\n", "* SORT 1 1 1\r\n", "* THREAD (1 (2)(3 (4", "* QUOTA x (STORAGE 1 2)\r\n", "* NAMESPACE NIL", "* ID NIL\r\n", "* ENABLED X\r\n", "{3}\r\n", "~{3}\r\n", "*", "$", "* LIST (\\X) \"/\" {3}\r\na b\r\n", "* STATUS x (MESSAGES 1)\r\n", "* OK [UIDVALIDITY 7] x\r\n", "* OK [CAPABILITY ", "* CAPABILITY X\r\n", "&-", "&AGE-", "&!", "\xC3", "\xFF", "=?utf-8?B?",
    ];

    private readonly Random random = new(seed);

    /// <summary>What the server says to each of the commands of <see cref="ResponseFuzzTests"/>, the greeting first.</summary>
    public static IReadOnlyList<string> Session { get; } =
    [
        "* PREAUTH [CAPABILITY IMAP4rev1 UIDPLUS LITERAL+ CONDSTORE] ready\r\n",
        "* FLAGS (\\Answered \\Seen)\r\n* 3 EXISTS\r\n* OK [UIDVALIDITY 14] ok\r\n* OK [UIDNEXT 28] ok\r\n* OK [PERMANENTFLAGS (\\Seen \\*)] ok\r\nA1 OK [READ-WRITE] done\r\n",
        "* 1 FETCH (UID 1 FLAGS (\\Seen) INTERNALDATE \" 1-Nov-2026 07:31:00 +0100\" RFC822.SIZE 42 ENVELOPE (\"Thu, 1 Jan 2026 00:00:00 +0000\" {5}\r\nHello"
            + " ((\"Ada\" NIL \"ada\" \"contoso.test\")) NIL NIL ((NIL NIL \"bob\" \"contoso.test\")) NIL NIL NIL \"<1@x>\") BODYSTRUCTURE ((\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"7bit\" 5 1)"
            + "(\"image\" \"png\" NIL \"<a>\" NIL \"base64\" 9 NIL (\"attachment\" (\"filename\" \"a.png\"))) \"mixed\" (\"boundary\" \"b\") NIL NIL))\r\n"
            + "* 2 FETCH (RFC822.SIZE 7 UID 2 ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1) FLAGS () INTERNALDATE \"02-Nov-2026 07:31:00 +0000\")\r\n"
            + "* 3 EXISTS\r\n* 2 FETCH (FLAGS (\\Deleted))\r\nA2 OK done\r\n",
        "* 1 FETCH (UID 1 BODY[] {12}\r\nSubject: x\r\n FLAGS (\\Seen))\r\nA3 OK done\r\n* 2 FETCH (UID 2 FLAGS () BODY[] \"short\")\r\nA4 OK done\r\n",
        "* SEARCH 1 2 3\r\nA5 OK done\r\n",
        "* LIST (\\HasNoChildren) \"/\" INBOX\r\n* LIST (\\Sent) \"/\" \"Entw&APw-rfe\"\r\nA6 OK done\r\n",
        "A7 OK [COPYUID 5 1:2 8:9] done\r\n",
    ];

    public byte[][] Next()
    {
        byte[][] turns = session.Select(Encoding.Latin1.GetBytes).ToArray();
        for (int damage = random.Next(1, 5); damage > 0; damage--)
        {
            int turn = random.Next(turns.Length);
            turns[turn] = Damage(turns[turn]);
        }

        return turns;
    }

    private byte[] Damage(byte[] octets)
    {
        List<byte> damaged = [.. octets];
        int at = random.Next(damaged.Count + 1);
        switch (random.Next(7))
        {
            case 0 when at < damaged.Count:
                damaged[at] = (byte)random.Next(256);
                break;
            case 1:
                damaged.RemoveRange(at, Math.Min(random.Next(12), damaged.Count - at));
                break;
            case 2 or 3:
                damaged.InsertRange(at, Encoding.Latin1.GetBytes(Pieces[random.Next(Pieces.Length)]));
                break;
            case 4:
                damaged.InsertRange(at, damaged.Skip(at).Take(random.Next(60)).ToArray());
                break;
            case 5 when random.Next(8) == 0:
                return "* BYE Connection closed. 14\r\n"u8.ToArray();
            case 5:
                return Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(octets).Replace(" OK ", random.Next(2) == 0 ? " NO " : " BAD ", StringComparison.Ordinal));
            default:
                damaged.RemoveRange(at, damaged.Count - at);
                break;
        }

        return damaged.ToArray();
    }
}
