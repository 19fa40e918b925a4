using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using OutlookMail.Sandbox.Imap.Commands;

namespace OutlookMail.Sandbox.Imap;

/// <summary>Every command the server knows.</summary>
internal static class ImapCommandTable
{
    public static FrozenDictionary<string, ImapHandler> Create()
    {
        var table = new Dictionary<string, ImapHandler>(StringComparer.Ordinal)
        {
            ["CAPABILITY"] = new(ImapState.Any, CapabilityCommand.Run),
            ["NOOP"] = new(ImapState.Any, (_, _) => "NOOP completed."),
            ["LOGOUT"] = new(ImapState.Any, LogoutCommand.Run),
            ["ID"] = new(ImapState.Any, IdCommand.Run),
            ["AUTHENTICATE"] = new(ImapState.NotAuthenticated, MayExpunge: false, AuthenticateCommand.RunAsync),
            ["LOGIN"] = new(ImapState.NotAuthenticated, (_, _) => throw ImapCommandException.No("LOGIN failed.")),
            ["COMPRESS"] = new(ImapState.Authenticated, MayExpunge: false, CompressCommand.RunAsync),
            ["ENABLE"] = new(ImapState.Authenticated, EnableCommand.Run),
            ["NAMESPACE"] = new(ImapState.Authenticated, NamespaceCommand.Run),
            ["LIST"] = new(ImapState.Authenticated, ListCommand.Run),
            ["LSUB"] = new(ImapState.Authenticated, ListCommand.Run),
            ["STATUS"] = new(ImapState.Authenticated, StatusCommand.Run),
            ["SELECT"] = new(ImapState.Authenticated, SelectCommand.Run),
            ["EXAMINE"] = new(ImapState.Authenticated, SelectCommand.Run),
            ["CREATE"] = new(ImapState.Authenticated, CreateCommand.Run),
            ["DELETE"] = new(ImapState.Authenticated, DeleteCommand.Run),
            ["RENAME"] = new(ImapState.Authenticated, RenameCommand.Run),
            ["SUBSCRIBE"] = new(ImapState.Authenticated, SubscribeCommand.Run),
            ["UNSUBSCRIBE"] = new(ImapState.Authenticated, SubscribeCommand.Run),
            ["GETQUOTA"] = new(ImapState.Authenticated, Standard(QuotaCommand.Run)),
            ["GETQUOTAROOT"] = new(ImapState.Authenticated, Standard(QuotaCommand.Run)),
            ["APPEND"] = new(ImapState.Authenticated, AppendCommand.Run),
            ["IDLE"] = new(ImapState.Authenticated, MayExpunge: true, IdleCommand.RunAsync),
            ["CHECK"] = new(ImapState.Selected, (_, _) => "CHECK completed."),
            ["CLOSE"] = new(ImapState.Selected, CloseCommand.Run),
            ["UNSELECT"] = new(ImapState.Selected, CloseCommand.Run),
            ["EXPUNGE"] = new(ImapState.Selected, ExpungeCommand.Run),
            ["UID EXPUNGE"] = new(ImapState.Selected, ExpungeCommand.Run),
        };
        foreach (string prefix in new[] { "", "UID " })
        {
            bool isUid = prefix.Length > 0;
            table[prefix + "FETCH"] = new(ImapState.Selected, isUid, FetchCommand.RunAsync);
            table[prefix + "SEARCH"] = new(ImapState.Selected, SearchCommand.Run, isUid);
            table[prefix + "SORT"] = new(ImapState.Selected, Standard(SortCommand.Run), isUid);
            table[prefix + "THREAD"] = new(ImapState.Selected, Standard(ThreadCommand.Run), isUid);
            table[prefix + "STORE"] = new(ImapState.Selected, StoreCommand.Run, isUid);
            table[prefix + "COPY"] = new(ImapState.Selected, CopyCommand.Run, isUid);
            table[prefix + "MOVE"] = new(ImapState.Selected, MoveCommand.Run);
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }

    // What neither of Exchange's front ends knows.
    private static Func<ImapSession, ImapCommand, string> Standard(Func<ImapSession, ImapCommand, string> run) =>
        (session, command) => session.IsStandard ? run(session, command) : throw new ImapCommandException("BAD", "Command Error. 12");
}
