using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp.Grammar;
using OutlookMail.Wire;

namespace OutlookMail.Sandbox.Smtp.Commands;

/// <summary>BDAT, RFC 3030 §2.</summary>
internal static class BdatCommand
{
    public static async Task HandleAsync(SmtpSession session, CommandLine command, CancellationToken ct)
    {
        string[] words = command.Argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool last = words.Length == 2 && words[1].Equals("LAST", StringComparison.OrdinalIgnoreCase);
        if (words.Length is 0 or > 2 || (words.Length == 2 && !last)
            || !long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out long size))
        {
            session.Reply(501, "5.5.4", "Invalid arguments");
            return;
        }

        // The octets follow whatever the answer is (RFC 3030 §2): they are always read.
        SmtpTransaction? transaction = session.Transaction is { Recipients.Count: > 0 } open ? open : null;
        WireInput input = session.Connection.Input;
        for (long left = size; left > 0;)
        {
            if (input.Length == 0)
            {
                await input.FillAsync(ct).ConfigureAwait(false);
            }

            int take = (int)Math.Min(left, input.Length);
            if (transaction is not null)
            {
                SmtpSubmission.Take(session, transaction, input.Buffered[..take]);
            }

            input.Advance(take);
            left -= take;
        }

        if (session.TakeScriptedAnswer(command.Verb))
        {
            return;
        }

        if (transaction is null)
        {
            session.Reply(503, "5.5.2", session.Transaction is null ? "Need mail command" : "Need rcpt command");
            return;
        }

        transaction.IsChunked = true;
        if (last)
        {
            SmtpSubmission.Finish(session, transaction);
        }
        else
        {
            session.Reply(250, "2.6.0", string.Create(CultureInfo.InvariantCulture, $"CHUNK received OK, {size} octets"));
        }
    }
}
