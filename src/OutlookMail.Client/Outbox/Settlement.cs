using System;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>Writes down what an attempt means, for the mail and for what the mailbox may send.</summary>
internal static class Settlement
{
    /// <param name="soon">What is plainly sent may be written down a moment later.</param>
    public static void Settle(OutboxStore store, string mailbox, LeasedMail mail, DeliveryJudgement judgement, TimeProvider time, bool soon = true)
    {
        if (soon && judgement.IsPlain)
        {
            store.ReportSoon(mail, judgement.Report);
            return;
        }

        store.Report(mail, judgement.Report);
        if (judgement.TooManyConnections)
        {
            LearnConnections(store, mailbox);
        }

        if (judgement.RecipientsPerMail is { } recipients)
        {
            store.Learn(mailbox, recipientsPerMail: recipients);
        }

        if (judgement.Pause is { } pause)
        {
            store.Pause(mailbox, time.GetUtcNow() + pause, judgement.Report.Reason);
        }
    }

    /// <summary>The server has refused one connection more: one fewer is what it takes.</summary>
    public static void LearnConnections(OutboxStore store, string mailbox)
    {
        if (store.Limits(mailbox).Connections is { } most)
        {
            store.Learn(mailbox, connections: Math.Max(1, most - 1));
        }
    }
}
