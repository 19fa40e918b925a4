using System.Buffers;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp.Grammar;
using OutlookMail.Wire;

namespace OutlookMail.Sandbox.Smtp.Commands;

/// <summary>DATA, RFC 5321 §4.1.1.4.</summary>
internal static class DataCommand
{
    public static async Task HandleAsync(SmtpSession session, CancellationToken ct)
    {
        if (session.Transaction is not { IsChunked: false } transaction)
        {
            session.Reply(503, "5.5.2", session.Transaction is null ? "Need mail command" : "Bad sequence of commands");
            return;
        }

        if (transaction.Recipients.Count == 0)
        {
            session.Reply(503, "5.5.2", "Need rcpt command");
            return;
        }

        session.Connection.Output.WriteLine("354 Start mail input; end with <CRLF>.<CRLF>");
        await session.Connection.Output.FlushAsync(ct).ConfigureAwait(false);

        var unstuffer = default(DotUnstuffer);
        var piece = new ArrayBufferWriter<byte>();
        WireInput input = session.Connection.Input;
        while (true)
        {
            if (input.Length == 0)
            {
                await input.FillAsync(ct).ConfigureAwait(false);
            }

            bool ended = unstuffer.Write(input.Buffered, piece, out int consumed);
            input.Advance(consumed);
            SmtpSubmission.Take(session, transaction, piece.WrittenSpan);
            piece.ResetWrittenCount();
            if (ended)
            {
                break;
            }
        }

        SmtpSubmission.Finish(session, transaction);
    }
}
