using System;

namespace OutlookMail.Store;

/// <summary>A mail that may or may not have been sent, and what is needed to look for it.</summary>
public sealed class UncertainMail
{
    internal UncertainMail(long id, string messageId, string subject, DateTimeOffset since, int copiesExpected)
    {
        Id = id;
        MessageId = messageId;
        Subject = subject;
        Since = since;
        CopiesExpected = copiesExpected;
    }

    public long Id { get; }

    public string MessageId { get; }

    public string Subject { get; }

    public DateTimeOffset Since { get; }

    /// <summary>
    /// How many copies in Sent Items prove it: parts of a split mail share one Message-ID, so that all of them that are
    /// sent or uncertain must be there before one of the uncertain ones counts as found.
    /// </summary>
    public int CopiesExpected { get; }
}
