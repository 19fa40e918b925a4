using System;
using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>
/// Messages of one pipeline that are read together. The first is read at once, then more and more at a time. Messages
/// that come from no listing (a watch, a wait) are never held back: the next one may take days.
/// </summary>
internal sealed class MessageBatch
{
    private const int Largest = 256;

    private List<OutlookMessage> messages = new();
    private int size = 1;

    internal bool IsEmpty => messages.Count == 0;

    /// <summary>True when those collected are to be read now.</summary>
    internal bool Add(OutlookMessage message)
    {
        messages.Add(message);
        return messages.Count >= size || !message.IsListed;
    }

    internal IReadOnlyList<OutlookMessage> Take()
    {
        List<OutlookMessage> taken = messages;
        messages = new List<OutlookMessage>();
        size = Math.Min(Largest, size * 2);
        return taken;
    }
}
