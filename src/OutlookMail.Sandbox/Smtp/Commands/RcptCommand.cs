using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp.Grammar;

namespace OutlookMail.Sandbox.Smtp.Commands;

/// <summary>RCPT TO, RFC 5321 §4.1.1.3. An address nobody has is taken here and comes back as a non-delivery report.</summary>
internal static class RcptCommand
{
    // Exchange Online's default for one message; a tenant may set up to 1000.
    private const int MaximumRecipients = 500;

    public static async Task HandleAsync(SmtpSession session, CommandLine command, CancellationToken ct)
    {
        if (session.Transaction is not SmtpTransaction transaction)
        {
            session.Reply(503, "5.5.2", "Need mail command");
        }
        else if (!command.TryReadPath("TO", out string address, out _) || address.Length == 0)
        {
            session.Reply(501, "5.1.3", "Invalid address");
        }
        else if (transaction.Recipients.Count >= MaximumRecipients)
        {
            session.Reply(452, "4.5.3", "Too many recipients");
        }
        else if (MagicRecipient.IsTimeout(address))
        {
            // Until the client gives up: what it sends meanwhile stays unanswered.
            await session.Connection.Output.FlushAsync(ct).ConfigureAwait(false);
            while (await session.Connection.Input.TryFillAsync(ct).ConfigureAwait(false))
            {
                session.Connection.Input.Advance(session.Connection.Input.Length);
            }

            session.IsEnding = true;
        }
        else if (MagicRecipient.ReplyFor(address) is (int code, string enhanced, string text))
        {
            session.Reply(code, enhanced, text);
        }
        else
        {
            transaction.Recipients.Add(address);
            session.Reply(250, "2.1.5", "Recipient OK");
        }
    }
}
