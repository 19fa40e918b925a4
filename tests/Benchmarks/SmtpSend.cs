using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp;
using OutlookMail.Wire;

namespace OutlookMail.Benchmarks;

/// <summary>500 small mails over one connection to a sink in the clear (<c>smtp-sink -u nobody 127.0.0.1:2525 100</c>), one
/// after the other or each behind the end of the last. Raw writes the same octets with the same pauses.</summary>
internal static class SmtpSend
{
    private const int Mails = 500;

    private static readonly byte[] Message = Encoding.ASCII.GetBytes(
        "From: Ada <ada@contoso.test>\r\nTo: Bob <bob@contoso.test>\r\nSubject: Report\r\nMessage-ID: <1@contoso.test>\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + string.Concat(Enumerable.Repeat("A line of about sixty characters, as a small mail has them.\r\n", 30)));

    private static readonly byte[] Group = "MAIL FROM:<ada@contoso.test>\r\nRCPT TO:<bob@contoso.test>\r\nDATA\r\n"u8.ToArray();

    private static readonly SmtpEnvelope Envelope = new("ada@contoso.test", ["bob@contoso.test"]);

    private static readonly SmtpContent Content = new((stream, token) => stream.WriteAsync(Message, token).AsTask(), null);

    public static Task<Result> RunAsync(Settings settings) => RunAsync(settings, pipelined: false);

    public static Task<Result> RunPipelinedAsync(Settings settings) => RunAsync(settings, pipelined: true);

    private static async Task<Result> RunAsync(Settings settings, bool pipelined)
    {
        using var raw = new RawSmtp(settings);
        // The sink has no TLS: connect as for STARTTLS, and go on without it.
        WireConnection wire = await WireConnection.ConnectAsync(
            new WireEndpoint(settings.Host, settings.Port, TlsMode.StartTls), settings.Options, CancellationToken.None);
        await using SmtpConnection connection = await SmtpConnection.OpenAsync(wire, settings.Endpoint, CancellationToken.None);
        Result taken = await Turns.TakeAsync(
            settings,
            () => raw.Send(Group, Message, Mails, pipelined),
            async result =>
            {
                int accepted = 0;
                if (pipelined)
                {
                    IEnumerable<SmtpMail> mails = Enumerable.Repeat(new SmtpMail(Envelope, Content), Mails);
                    await foreach (SmtpSendOutcome outcome in connection.SendManyAsync(mails, CancellationToken.None))
                    {
                        accepted += outcome.State == SmtpSendState.Accepted ? 1 : 0;
                    }
                }
                else
                {
                    for (int i = 0; i < Mails; i++)
                    {
                        SmtpSendOutcome outcome = await connection.SendAsync(Envelope, Content, CancellationToken.None);
                        accepted += outcome.State == SmtpSendState.Accepted ? 1 : 0;
                    }
                }

                if (accepted != Mails)
                {
                    throw new InvalidOperationException($"Only {accepted} of {Mails} mails were accepted.");
                }

                result.Items = accepted;
            });
        taken.Budget = 1.25;
        return taken;
    }
}
