using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>A turn on one connection, which may be made anew while it lasts. Disposing gives a whole connection back and closes a broken one.</summary>
internal sealed class ImapLease : IAsyncDisposable
{
    private readonly LiveSession session;
    private readonly Func<ImapConnection?, TokenTerm?, bool>? giveBack;
    private ImapPool.Kept? kept;
    private ImapConnection? connection;

    public ImapLease(LiveSession session, ImapPool.Kept? kept, Func<ImapConnection?, TokenTerm?, bool>? giveBack)
    {
        this.session = session;
        this.kept = kept;
        this.giveBack = giveBack;
        connection = kept?.Connection;
        Term = kept?.Term;
    }

    /// <summary>It was idle, and has not answered since: its end is nobody's fault and counts as no attempt.</summary>
    public bool IsUntried => kept is not null;

    /// <summary>Of the token that the connection signed in with; null where nothing is to be done about its end.</summary>
    public TokenTerm? Term { get; private set; }

    /// <summary>
    /// Whether work that lasts is to go on over a new connection: the token is near its end, and a later one is at hand.
    /// Where there is none, the connection serves for as long as the server lets it.
    /// </summary>
    public async ValueTask<bool> IsDueAsync(CancellationToken cancellationToken)
    {
        if (connection is null || Term is not { } term || session.Wire.Time.GetUtcNow() < term.RenewOn)
        {
            return false;
        }

        try
        {
            await session.Tokens.GetMailTokenAsync(forceRefresh: false, cancellationToken);
            if (session.Tokens.ExpiresOn > term.EndsOn)
            {
                return true;
            }
        }
        catch (OutlookMailException)
        {
            // Said when the token is needed.
        }

        Term = null;
        return false;
    }

    /// <summary>The connection, signed in; opened when there is none.</summary>
    /// <param name="tried">True: an idle one has to answer first.</param>
    public async Task<ImapConnection> ConnectAsync(bool tried, bool freshToken, CancellationToken cancellationToken)
    {
        if (connection is { IsBroken: false } && tried && kept is { } untried && !untried.IsTrusted(session.Wire.Time.GetUtcNow()))
        {
            await connection.NoopAsync(cancellationToken);
            kept = null;
        }

        if (connection is { IsBroken: true } || await IsDueAsync(cancellationToken))
        {
            await DropAsync();
        }

        if (connection is null)
        {
            connection = await MailSignIn.OpenImapAsync(session, freshToken, cancellationToken);
            Term = session.Tokens.CanRenew ? TokenTerm.Of(session.Tokens.ExpiresOn, session.Wire.Time.GetUtcNow()) : null;
        }

        return connection;
    }

    /// <summary>Opens the folder, unless it is open in a way that serves.</summary>
    /// <exception cref="FolderRenumberedException">Its UIDVALIDITY is another than the one given.</exception>
    public async Task<SelectedFolder> SelectAsync(FolderAt folder, bool anew, CancellationToken cancellationToken)
    {
        var open = connection!.Selected;
        var serves = open is not null && !anew && open.Name == folder.Name && !(folder.Writable && open.ReadOnly);
        var selected = serves ? open! : await connection.SelectAsync(folder.Name, !folder.Writable, cancellationToken);
        return folder.UidValidity == 0 || folder.UidValidity == selected.UidValidity
            ? selected
            : throw new FolderRenumberedException(folder.Name, folder.UidValidity, selected.UidValidity);
    }

    /// <summary>An answer came over it.</summary>
    public void Answered()
    {
        kept = null;
        session.Imap.Worked();
    }

    /// <summary>Closes the connection; the turn stays.</summary>
    public async ValueTask DropAsync()
    {
        kept = null;
        if (Interlocked.Exchange(ref connection, null) is { } old)
        {
            await old.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        var last = Interlocked.Exchange(ref connection, null);
        var isKept = giveBack is not null && giveBack(last, Term);
        if (!isKept && last is not null)
        {
            await last.DisposeAsync();
        }
    }
}
