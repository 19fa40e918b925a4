using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Smtp;

namespace OutlookMail.Tests.Smtp;

/// <summary>A server that answers each command of its own accord, as it likes; the mails here are numbered.</summary>
internal sealed class AnsweringServer
{
    public const string Hello = "S: 220 x\nC: EHLO [127.0.0.1]\nS: 250-x\nS: 250-PIPELINING\nS: 250 CHUNKING\n";

    private static readonly string[] Verbs = ["RSET", "MAIL", "RCPT", "BDAT", "QUIT"];

    private readonly Func<string, int, string?> _answer;
    private int _begun;
    private long _said;

    /// <param name="answer">The reply to a command (its verb) of the mail of that number, from 1 on; null for the usual one,
    /// empty for none.</param>
    public AnsweringServer(Func<string, int, string?>? answer = null, int readSize = int.MaxValue, string hello = Hello)
    {
        _answer = answer ?? ((_, _) => null);
        Script = new ScriptedServer(hello) { TakesAnything = true, StaysSilent = true, ReadSize = readSize };
        _said = hello.Split('\n').Where(line => line.StartsWith('S')).Sum(line => line.Length - 1);
        Script.OnWriteText = Answer;
    }

    public ScriptedServer Script { get; }

    /// <summary>All that the client wrote behind EHLO.</summary>
    public string Heard => string.Concat(Script.Writes.Skip(1));

    /// <summary>How many mails are out, with their ends.</summary>
    public int Out => Count(Heard);

    /// <summary>For each mail whose end was answered: the number of octets that the server had said with that answer.</summary>
    public List<long> EndAnswered { get; } = [];

    /// <summary>All octets said.</summary>
    public long Said => _said;

    public static SmtpMail[] Numbered(int count) => Enumerable.Range(1, count).Select(i => new SmtpMail(Mails.ToBob(), Content(i))).ToArray();

    public static SmtpContent Content(int number) => new(System.Text.Encoding.ASCII.GetBytes(Text(number)));

    public static string Text(int number) => $"Subject: {number}\r\n\r\n.{number}\r\n";

    /// <summary>One mail as it goes out.</summary>
    public static string Whole(int number) =>
        $"MAIL FROM:<ada@contoso.test>\r\nRCPT TO:<bob@contoso.test>\r\nBDAT {Text(number).Length} LAST\r\n{Text(number)}";

    public static int Count(string written) => written.Split("BDAT ").Length - 1;

    private void Answer(string text)
    {
        foreach (string line in text.Split("\r\n").Where(line => Verbs.Contains(line.Split(' ')[0])))
        {
            string verb = line.Substring(0, 4);
            // Behind a mail's end, RSET already is the next one's.
            _begun += verb == "MAIL" ? 1 : 0;
            int number = verb == "RSET" ? _begun + 1 : _begun;
            string reply = _answer(verb, number) ?? (verb == "BDAT" ? $"250 2.0.0 queued {number}" : "250 2.0.0 ok");
            if (reply.Length > 0)
            {
                Script.Say(reply + "\r\n");
                _said += reply.Length + 2;
            }

            if (verb == "BDAT")
            {
                EndAnswered.Add(_said);
            }
        }
    }
}
