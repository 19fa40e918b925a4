using System;
using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Model;

/// <summary>Names a message by its Message-ID, or by a message that was listed: PowerShell makes it from either.</summary>
public sealed class OutlookMessageReference
{
    public OutlookMessageReference(string messageId) => Ids = new[] { messageId ?? throw new ArgumentNullException(nameof(messageId)) };

    public OutlookMessageReference(OutlookMessage message)
    {
        if (message is null)
        {
            throw new ArgumentNullException(nameof(message));
        }

        Ids = new[] { message.MessageId, message.InReplyTo }.Where(id => id is not null).Select(id => id!).ToArray();
    }

    /// <summary>Message-IDs that belong to its conversation; empty for a message without one.</summary>
    public IReadOnlyList<string> Ids { get; }

    public override string ToString() => string.Join(" ", Ids);
}
