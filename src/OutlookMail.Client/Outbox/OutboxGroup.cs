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
/// Small mails that go out one behind the other (RFC 2920) and are written down as about to go out in one transaction,
/// which is made while the server answers the first one's commands. When their worker dies, all of them are uncertain that
/// were not answered.
/// </summary>
internal sealed class OutboxGroup
{
    private readonly List<(LeasedMail Mail, SmtpEnvelope Envelope)> mails = [];

    public int Count => mails.Count;

    /// <summary>As many mails from <paramref name="first"/> on as can go together; one or none: they go by themselves.</summary>
    public static OutboxGroup From(IReadOnlyList<LeasedMail> leased, int first, int largest)
    {
        var group = new OutboxGroup();
        for (var i = first; group.Count < largest && i < leased.Count && leased[i].Message?.Length == leased[i].Size && OutboxSender.TryEnvelope(leased[i], out var envelope, out _); i++)
        {
            group.mails.Add((leased[i], envelope));
        }

        return group;
    }

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
        void Begin() => held = store.BeginSending(mails.Select(one => one.Mail).ToArray());
        var next = 0;
        var all = mails.Select((one, i) => new SmtpMail(one.Envelope, Content(one.Mail, () => held, i == 0 ? Begin : null, stop)));
        await foreach (var outcome in smtp.SendManyAsync(all, abandon))
        {
            var mail = mails[next++].Mail;
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
