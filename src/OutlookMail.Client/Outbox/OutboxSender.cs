using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>Sends one leased mail over a connection and says what that means; writes nothing down but that it begins.</summary>
internal static class OutboxSender
{
    // Written after the journal knows: small enough that what goes before it is nearly all of a large mail, so that a
    // process that dies in the middle of one leaves it unsent and not uncertain.
    public const int LastPiece = 16 * 1024;

    /// <returns>What the server said, null when it was not asked, and what that means.</returns>
    /// <param name="stop">Stops before the mail's end is begun.</param>
    /// <param name="abandon">Gives up waiting for the server's answer to it.</param>
    /// <exception cref="OperationCanceledException">Stopped; the server has nothing of it.</exception>
    /// <exception cref="StoreException">The journal could not be written; the server has nothing of it.</exception>
    /// <exception cref="LeaseLostException"/>
    public static async Task<(SmtpSendOutcome? Outcome, DeliveryJudgement Judgement)> SendAsync(OutboxStore store, LeasedMail mail, SmtpConnection smtp, TimeProvider time, CancellationToken stop, CancellationToken abandon)
    {
        stop.ThrowIfCancellationRequested();
        if (!TryEnvelope(mail, out var envelope, out var reason))
        {
            return (null, new DeliveryJudgement(new SendReport(SendVerdict.Failed, reason)));
        }

        var content = new SmtpContent((to, _) => WriteAsync(store, mail, to, stop), mail.Size)
        {
            Is8Bit = mail.Is8Bit,
            NeedsSmtpUtf8 = mail.NeedsSmtpUtf8,
        };
        var outcome = await smtp.SendAsync(envelope, content, abandon);
        return (outcome, DeliveryJudge.Judge(DeliveryAttempt.From(outcome), mail.Attempts, time.GetUtcNow()));
    }

    /// <summary>Sends a mail that is no larger than <see cref="LastPiece"/>.</summary>
    /// <param name="begin">Writes it down, called while the server answers the envelope; what it throws keeps the mail from being sent.</param>
    public static Task<SmtpSendOutcome> SendAsync(ComposedMail mail, byte[] message, SmtpConnection smtp, Action begin, CancellationToken stop, CancellationToken abandon)
    {
        stop.ThrowIfCancellationRequested();
        var content = new SmtpContent(
            (to, _) =>
            {
                stop.ThrowIfCancellationRequested();
                return to.WriteAsync(message, 0, message.Length, CancellationToken.None);
            },
            message.Length)
        {
            Is8Bit = mail.Is8Bit,
            NeedsSmtpUtf8 = mail.NeedsSmtpUtf8,
            EnvelopeSent = begin,
        };
        return smtp.SendAsync(mail.Envelope(), content, abandon);
    }

    /// <returns>False: it holds an address that cannot be sent, which <paramref name="reason"/> says.</returns>
    public static bool TryEnvelope(LeasedMail mail, [NotNullWhen(true)] out SmtpEnvelope? envelope, out string reason)
    {
        try
        {
            envelope = new SmtpEnvelope(mail.Sender, mail.Recipients) { DeliveryReport = DeliveryReports.For(mail.Notify, mail.MessageId) };
            reason = "";
            return true;
        }
        catch (ArgumentException e)
        {
            envelope = null;
            reason = $"An address cannot be sent: {e.Message}";
            return false;
        }
    }

    private static async Task WriteAsync(OutboxStore store, LeasedMail mail, Stream to, CancellationToken stop)
    {
        using var from = store.OpenContent(mail);
        var buffer = new byte[LastPiece];
        var left = from.Length;
        while (left > LastPiece)
        {
            var read = await from.ReadAsync(buffer, 0, (int)Math.Min(buffer.Length, left - LastPiece), stop);
            await to.WriteAsync(buffer, 0, Whole(read, mail), stop);
            left -= read;
        }

        var filled = 0;
        while (filled < left)
        {
            filled += Whole(await from.ReadAsync(buffer, filled, (int)left - filled, stop), mail);
        }

        stop.ThrowIfCancellationRequested();
        if (!store.BeginSending(mail))
        {
            throw new LeaseLostException();
        }

        await to.WriteAsync(buffer, 0, filled, CancellationToken.None);
    }

    private static int Whole(int read, LeasedMail mail) =>
        read > 0 ? read : throw new StoreException(StoreFailure.Damaged, FormattableString.Invariant($"#{mail.Id}"), "The message is shorter than it was.");
}
