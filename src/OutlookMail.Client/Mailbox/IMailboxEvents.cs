using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What work in a mailbox tells on the way. Calls come from any thread, one after the other.</summary>
public interface IMailboxEvents
{
    /// <summary>What is done how: the plan of a search, a reconnection.</summary>
    void Verbose(string text);

    void Warning(string text);

    /// <summary>One item failed; the others go on.</summary>
    void Failed(OutlookMailException failure);

    /// <param name="done">Messages so far.</param>
    /// <param name="all">Messages in all; null while that is unknown.</param>
    void Progress(long done, long? all);
}
