using System.Net.Security;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Sandbox.Smtp.Commands;

/// <summary>STARTTLS, RFC 3207.</summary>
internal static class StartTlsCommand
{
    public static async Task HandleAsync(SmtpSession session, CancellationToken ct)
    {
        if (session.IsSecure)
        {
            session.Reply(503, "5.5.1", "Bad sequence of commands");
            return;
        }

        session.Reply(220, "2.0.0", "SMTP server ready");
        await session.Connection.Output.FlushAsync(ct).ConfigureAwait(false);

        // What was pipelined behind STARTTLS came in the clear and must not count as if TLS had brought it (RFC 3207 §4.2).
        session.Connection.Input.Advance(session.Connection.Input.Length);
        SslStream? tls = null;
        session.Connection.Wrap(inner => tls = new SslStream(inner));
        await tls!.AuthenticateAsServerAsync(session.TlsOptions, ct).ConfigureAwait(false);
        session.IsSecure = true;
        session.HasGreeted = false;
    }
}
