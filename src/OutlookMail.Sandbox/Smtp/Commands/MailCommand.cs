using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OutlookMail.Smtp.Grammar;

namespace OutlookMail.Sandbox.Smtp.Commands;

/// <summary>MAIL FROM, RFC 5321 §4.1.1.2. The right to that sender is looked at only after the content, as Exchange does.</summary>
internal static class MailCommand
{
    public static void Handle(SmtpSession session, CommandLine command)
    {
        if (session.Claims is null)
        {
            session.Reply(530, "5.7.57", $"Client not authenticated to send mail. {session.Exchange.Mark()}");
            return;
        }

        if (session.Transaction is not null)
        {
            session.Reply(503, "5.5.2", "Sender already specified");
            return;
        }

        if (!command.TryReadPath("FROM", out string address, out IReadOnlyList<EsmtpParameter> parameters))
        {
            session.Reply(501, "5.1.7", "Invalid address");
            return;
        }

        string? size = parameters.FirstOrDefault(p => "SIZE".Equals(p.Keyword, StringComparison.OrdinalIgnoreCase)).Value;
        if (size is not null && (!long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long announced) || announced > session.Exchange.Options.MaximumMessageSize))
        {
            session.Reply(552, "5.3.4", "Message size exceeds fixed maximum message size");
            return;
        }

        session.Transaction = new SmtpTransaction { MailFrom = address };
        session.Reply(250, "2.1.0", "Sender OK");
    }
}
