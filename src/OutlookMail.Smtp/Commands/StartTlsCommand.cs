using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Wire;

namespace OutlookMail.Smtp.Commands;

/// <summary>STARTTLS, RFC 3207 §4. There is no way on without it.</summary>
internal static class StartTlsCommand
{
    public static async Task RunAsync(CommandChannel channel, SmtpCapabilities offered, string host, CancellationToken cancellationToken)
    {
        // Whoever sits between can strip the offer or refuse the command; going on in the clear is what they want.
        if (!offered.Has("STARTTLS"))
        {
            throw new TlsFailedException(host, TlsFailedException.NotOffered, null);
        }

        SmtpReply reply = await channel.SendAsync("STARTTLS", cancellationToken).ConfigureAwait(false);
        if (reply.Code != 220)
        {
            throw new TlsFailedException(host, TlsFailedException.NotOffered, new SmtpRefusedException("STARTTLS", reply));
        }

        await channel.Wire.StartTlsAsync(host, cancellationToken).ConfigureAwait(false);
    }
}
