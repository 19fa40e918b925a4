using System;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Sandbox.Imap;

/// <summary>How a command is run.</summary>
/// <param name="State">Where it is allowed (RFC 9051 §3).</param>
/// <param name="MayExpunge">Whether EXPUNGE responses may come before its end.</param>
/// <param name="Run">Writes untagged responses to the session and returns the text behind OK.</param>
internal sealed record ImapHandler(ImapState State, bool MayExpunge, Func<ImapSession, ImapCommand, CancellationToken, Task<string>> Run)
{
    public ImapHandler(ImapState state, Func<ImapSession, ImapCommand, string> run, bool mayExpunge = true)
        : this(state, mayExpunge, (session, command, _) => Task.FromResult(run(session, command)))
    {
    }
}

internal enum ImapState
{
    Any,
    NotAuthenticated,
    Authenticated,
    Selected,
}
