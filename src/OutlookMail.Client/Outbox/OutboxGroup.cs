using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>
/// Small mails that go out one behind the other (RFC 2920), or where the server can take that all in one write (RFC 3030),
/// and are written down as about to go out in one transaction. When their worker dies, all of them are uncertain that were
/// not answered.
/// </summary>
internal sealed class OutboxGroup
{
    private readonly List<LeasedMail> mails = [];
    private readonly List<SmtpMail> content = [];

    public int Count => mails.Count;

    /// <summary>As many mails from <paramref name="first"/> on as can go together; one or none: they go by themselves.</summary>
    public static OutboxGroup From(IReadOnlyList<LeasedMail> leased, int first, int largest)
    {
        var group = new OutboxGroup();
        for (var i = first; group.Count < largest && i < leased.Count && leased[i].Message is { } message && message.Length == leased[i].Size; i++)
        {
            if (!OutboxSender.TryEnvelope(leased[i], out var envelope, out _))
            {
                break;
            }

            group.mails.Add(leased[i]);
            group.content.Add(new SmtpMail(envelope, new SmtpContent(message) { Is8Bit = leased[i].Is8Bit, NeedsSmtpUtf8 = leased[i].NeedsSmtpUtf8 }));
        }

        return group;
    }

    /// <summary>True when a connection can take several of them in one write; the rest is left out of the group then.</summary>
    public bool FitTo(SmtpConnection smtp)
    {
        var together = smtp.CountTogether(content);
        if (together < 2)
        {
            return false;
        }

        mails.RemoveRange(together, mails.Count - together);
        content.RemoveRange(together, content.Count - together);
        return true;
    }

    /// <summary>Without waiting for each.</summary>
    /// <param name="begun">Called when the journal has it and nobody waits for the journal meanwhile.</param>
    /// <returns>Each mail that is decided, in order; null for one that is no longer this worker's. Of the others the server has nothing.</returns>
    /// <exception cref="OperationCanceledException">Stopped; the server has nothing of any.</exception>
    /// <exception cref="StoreException">The journal could not be written; the server has nothing of any.</exception>
    public async Task<IReadOnlyList<(LeasedMail Mail, DeliveryJudgement? Judgement)>> SendTogetherAsync(
        OutboxStore store,
        SmtpConnection smtp,
        TimeProvider time,
        Action begun,
        CancellationToken stop,
        CancellationToken abandon)
    {
        stop.ThrowIfCancellationRequested();
        var held = store.BeginSending(mails);
        begun();
        stop.ThrowIfCancellationRequested();
        var ours = held.Count == mails.Count ? content : content.Where((_, i) => held.Contains(mails[i].Id)).ToList();
        var outcomes = ours.Count == 0 ? [] : await smtp.SendTogetherAsync(ours, abandon);
        var decided = new List<(LeasedMail, DeliveryJudgement?)>(mails.Count);
        var next = 0;
        var now = time.GetUtcNow();
        foreach (var mail in mails)
        {
            if (!held.Contains(mail.Id))
            {
                decided.Add((mail, null));
            }
            else if (next < outcomes.Count)
            {
                decided.Add((mail, DeliveryJudge.Judge(DeliveryAttempt.From(outcomes[next++]), mail.Attempts, now)));
            }
            else
            {
                break;
            }
        }

        return decided;
    }

    /// <summary>One behind the other.</summary>
    /// <returns>Each mail that is decided, in order. Of the others the server has nothing.</returns>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    /// <exception cref="StoreException">The journal could not be written.</exception>
    /// <exception cref="LeaseLostException">The mail behind the last one that came is no longer this worker's.</exception>
    public async IAsyncEnumerable<(LeasedMail Mail, DeliveryJudgement Judgement)> SendAsync(
        OutboxStore store,
        SmtpConnection smtp,
        TimeProvider time,
        CancellationToken stop,
        [EnumeratorCancellation] CancellationToken abandon)
    {
        stop.ThrowIfCancellationRequested();
        ISet<long> held = new HashSet<long>();
        // Made while the server answers the first one's commands.
        void Begin() => held = store.BeginSending(mails);
        var next = 0;
        var all = mails.Select((mail, i) => new SmtpMail(content[i].Envelope, Content(mail, () => held, i == 0 ? Begin : null, stop)));
        await foreach (var outcome in smtp.SendManyAsync(all, abandon))
        {
            var mail = mails[next++];
            yield return (mail, DeliveryJudge.Judge(DeliveryAttempt.From(outcome), mail.Attempts, time.GetUtcNow()));
        }
    }

    private static SmtpContent Content(LeasedMail mail, Func<ISet<long>> held, Action? begin, CancellationToken stop) => new(
        async (to, _) =>
        {
            stop.ThrowIfCancellationRequested();
            if (!held().Contains(mail.Id))
            {
                throw new LeaseLostException();
            }

            await to.WriteAsync(mail.Message!.Value, CancellationToken.None);
        },
        mail.Size)
    {
        Is8Bit = mail.Is8Bit,
        NeedsSmtpUtf8 = mail.NeedsSmtpUtf8,
        EnvelopeSent = begin,
    };
}
