using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>One failure of a command that was about many messages, told for each of them.</summary>
internal static class MailFailures
{
    public static void Tell(IMailboxEvents events, OutlookMailException failure, IEnumerable<OutlookMessage> messages)
    {
        foreach (var message in messages)
        {
            events.Failed(About(failure, message));
        }
    }

    private static OutlookMailException About(OutlookMailException failure, OutlookMessage message) => failure.InnerException switch
    {
        FolderRenumberedException renumbered => MailErrors.MessageStale(message, renumbered.New, failure),
        _ => new OutlookMailException(failure.ErrorId, failure.Category, failure.Message, failure.Fix, message, failure) { RetryAfter = failure.RetryAfter },
    };
}
