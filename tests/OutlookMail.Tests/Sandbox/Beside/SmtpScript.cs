using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace OutlookMail.Tests.Sandbox.Beside;

/// <summary>The one SMTP script: what is compared of a reply is its code, and of EHLO its keywords.</summary>
internal static class SmtpScript
{
    private static readonly (string Name, string Command)[] Steps =
    [
        ("EHLO in the clear", "EHLO client.test"),
        ("MAIL in the clear", "MAIL FROM:<{user}>"),
        ("STARTTLS", "STARTTLS"),
        ("EHLO under TLS", "EHLO client.test"),
        ("MAIL before sign-in", "MAIL FROM:<{user}>"),
        ("RSET before sign-in", "RSET"),
        ("AUTH with a mechanism that is none", "AUTH NONSENSE"),
        ("AUTH with a bad token", "AUTH XOAUTH2 {bad}"),
        ("AUTH", "AUTH XOAUTH2 {good}"),
        ("AUTH a second time", "AUTH XOAUTH2 {good}"),
        ("RCPT before MAIL", "RCPT TO:<bob@contoso.test>"),
        ("MAIL that is no address", "MAIL FROM:nobody"),
        ("RSET after it", "RSET"),
        ("MAIL", "MAIL FROM:<{user}> SIZE=1000"),
        ("MAIL twice", "MAIL FROM:<{user}>"),
        ("DATA before RCPT", "DATA"),
        ("RCPT", "RCPT TO:<bob@contoso.test>"),
        ("RCPT that is no address", "RCPT TO:<>"),
        ("RCPT that nobody has", "RCPT TO:<nobody@contoso.test>"),
        ("DATA", "DATA"),
        ("the mail", "From: {user}\r\nTo: bob@contoso.test\r\nSubject: script\r\n\r\n..dot\r\n."),
        ("RSET", "RSET"),
        ("NOOP", "NOOP"),
        ("VRFY", "VRFY bob"),
        ("MAIL too large", "MAIL FROM:<{user}> SIZE=999999999"),
        ("RSET after that", "RSET"),
        ("MAIL for a chunk", "MAIL FROM:<{user}>"),
        ("RCPT for a chunk", "RCPT TO:<bob@contoso.test>"),
        ("BDAT", "BDAT 21 LAST\r\nSubject: chunk\r\n\r\nx"),
        ("no command", "XYZZY"),
        ("QUIT", "QUIT"),
    ];

    public static async Task<Dictionary<string, string>> RunAsync(ScriptWire wire, string user, string token)
    {
        var answers = new Dictionary<string, string> { ["greeting"] = Code(await wire.ReplyAsync()) };
        foreach ((string name, string command) in Steps)
        {
            await wire.SendAsync(command.Replace("{good}", SandboxWire.XOAuth2(user, token), StringComparison.Ordinal)
                .Replace("{bad}", SandboxWire.XOAuth2(user, "not.a.token"), StringComparison.Ordinal)
                .Replace("{user}", user, StringComparison.Ordinal) + "\r\n");
            IReadOnlyList<string> reply = await wire.ReplyAsync();
            if (reply is [var challenge] && challenge.StartsWith("334 ", StringComparison.Ordinal))
            {
                await wire.SendAsync("\r\n");
                reply = [challenge, .. await wire.ReplyAsync()];
            }

            answers[name] = name.StartsWith("EHLO", StringComparison.Ordinal)
                ? Code(reply) + " " + string.Join(' ', reply.Skip(1).Select(l => l[4..].Split(' ')[0]).Order(StringComparer.Ordinal))
                : string.Join(' ', reply.Select(l => l[..3]).Distinct());
            if (name == "STARTTLS")
            {
                await wire.StartTlsAsync();
            }
        }

        return answers;
    }

    private static string Code(IReadOnlyList<string> reply) => reply[^1][..3];
}
