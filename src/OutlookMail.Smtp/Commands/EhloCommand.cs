using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Smtp.Commands;

/// <summary>EHLO, or HELO where a server knows no EHLO, RFC 5321 §4.1.1.1.</summary>
internal static class EhloCommand
{
    // RFC 5321 §4.1.4 allows an address literal for a client without a name of its own. The machine's real name would
    // end up in the Received lines of every mail.
    private const string ClientName = "[127.0.0.1]";

    public static async Task<SmtpCapabilities> RunAsync(CommandChannel channel, CancellationToken cancellationToken)
    {
        SmtpReply ehlo = await channel.SendAsync("EHLO " + ClientName, cancellationToken).ConfigureAwait(false);
        if (ehlo.IsPositive)
        {
            return new SmtpCapabilities(ehlo);
        }

        // RFC 5321 §3.2: 500, 502 and their like mean an older server; 421 and other 4xx mean no service now.
        if (!ehlo.IsPermanent)
        {
            throw new SmtpRefusedException("EHLO", ehlo);
        }

        SmtpReply helo = await channel.SendAsync("HELO " + ClientName, cancellationToken).ConfigureAwait(false);
        return helo.IsPositive ? new SmtpCapabilities(null) : throw new SmtpRefusedException("HELO", helo);
    }
}
