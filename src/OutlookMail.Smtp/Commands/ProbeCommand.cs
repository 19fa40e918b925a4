using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Smtp.Commands;

/// <summary>MAIL FROM and RSET: whether a sender would be taken, without a mail.</summary>
internal static class ProbeCommand
{
    public static async Task<SmtpReply> RunAsync(CommandChannel channel, string mailFrom, CancellationToken cancellationToken)
    {
        string address = SmtpEnvelope.ToWire(mailFrom, nameof(mailFrom), null, out bool isAscii);
        if (channel.IsTransactionOpen)
        {
            await ResetAsync(channel, cancellationToken).ConfigureAwait(false);
        }

        channel.MailsBegun++;
        SmtpReply reply = await channel.SendAsync("MAIL FROM:<" + address + (isAscii ? ">" : "> SMTPUTF8"), cancellationToken).ConfigureAwait(false);
        if (!reply.IsPositive)
        {
            throw reply.Code / 100 == 3 ? channel.Unexpected(reply, "in MAIL") : new SmtpRefusedException("MAIL", reply);
        }

        await ResetAsync(channel, cancellationToken).ConfigureAwait(false);
        return reply;
    }

    private static async Task ResetAsync(CommandChannel channel, CancellationToken cancellationToken)
    {
        SmtpReply reset = await channel.SendAsync("RSET", cancellationToken).ConfigureAwait(false);
        if (!reset.IsPositive && reset.Code != 421)
        {
            throw channel.Unexpected(reset, "in RSET");
        }

        channel.IsTransactionOpen = false;
    }
}
