using System.Collections.Generic;
using System.Globalization;
using OutlookMail.Smtp.Grammar;

namespace OutlookMail.Sandbox.Smtp.Commands;

/// <summary>EHLO and HELO, RFC 5321 §4.1.1.1, with the two lists Exchange gives before and after TLS (MailKit #1770).</summary>
internal static class EhloCommand
{
    public static void Handle(SmtpSession session, CommandLine command)
    {
        if (command.Argument.Length == 0)
        {
            session.Reply(501, "5.5.4", "Invalid domain name");
            return;
        }

        session.HasGreeted = true;
        session.Transaction = null;
        string hello = $"{session.Exchange.HostName} Hello [127.0.0.1]";
        if (command.Verb == "HELO")
        {
            session.Reply(250, null, hello);
            return;
        }

        var lines = new List<string>
        {
            hello,
            string.Create(CultureInfo.InvariantCulture, $"SIZE {session.Exchange.Options.MaximumMessageSize}"),
            "PIPELINING",
            "DSN",
            "ENHANCEDSTATUSCODES",
            session.IsSecure ? "AUTH LOGIN XOAUTH2" : "STARTTLS",
            "8BITMIME",
            "BINARYMIME",
            "CHUNKING",
            "SMTPUTF8",
        };
        session.Reply(250, lines);
    }
}
