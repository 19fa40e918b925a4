using OutlookMail.Imap.Grammar;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>SUBSCRIBE and UNSUBSCRIBE, RFC 9051 §6.3.7 and §6.3.8.</summary>
internal static class SubscribeCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        ImapDecoder reader = command.Arguments();
        FolderArgument.Find(session, FolderArgument.ReadName(ref reader)).IsSubscribed = command.Name == "SUBSCRIBE";
        return command.Name + " completed.";
    }
}
