using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Smtp;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>
/// What stands behind a session handle: its tokens, its IMAP connections and one for SMTP, opened when first needed,
/// kept between commands and opened anew when they broke.
/// </summary>
internal sealed class LiveSession : IAsyncDisposable
{
    // A warm SMTP connection saves TLS and AUTH per mail. Exchange ends idle ones after some minutes (421 4.4.2 in facts
    // 4.4); well below that a reply to the next command can still be relied on.
    private static readonly TimeSpan SmtpKeepWarm = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim smtpTurn = new(1, 1);
    private SmtpConnection? smtp;
    private DateTimeOffset smtpUsedOn;

    public LiveSession(OutlookSession handle, ConnectPlan plan, ITokenSource tokens, WireOptions wire, SignInSettings? signIn, TimeProvider? waits = null)
    {
        Handle = handle;
        Plan = plan;
        Tokens = tokens;
        Wire = wire;
        SignIn = signIn;
        Waits = waits ?? wire.Time;
        Imap = new ImapPool(this, Math.Max(1, Math.Min(plan.Request.Connections, ImapPool.LargestSize)));
    }

    public OutlookSession Handle { get; }

    public ConnectPlan Plan { get; }

    public ITokenSource Tokens { get; }

    public WireOptions Wire { get; }

    /// <summary>The server has refused to search for text beyond ASCII.</summary>
    public bool RefusesUtf8Search { get; set; }

    /// <summary>Null for a session made with an access token.</summary>
    public SignInSettings? SignIn { get; }

    /// <summary>Who SMTP signs in; see <see cref="MailSignIn"/>.</summary>
    public string? SmtpUser { get; set; }

    /// <summary>True once the other form of the SMTP user has been tried: it is tried once.</summary>
    public bool SmtpUserIsSettled { get; set; }

    public ImapPool Imap { get; }

    /// <summary>What pauses are measured by.</summary>
    public TimeProvider Waits { get; }

    /// <summary>How long one piece of work may wait, all its pauses together, for a server that will not have it now.</summary>
    public TimeSpan RecoveryTime => Plan.Request.RecoveryTime;

    /// <summary>True while a kept SMTP connection can be relied on.</summary>
    public bool IsSmtpWarm => smtp is { IsBroken: false } && Wire.Time.GetUtcNow() - smtpUsedOn < SmtpKeepWarm;

    /// <summary>Runs reading work on an IMAP connection; see <see cref="ImapPool"/> for more.</summary>
    public Task<T> OnImapAsync<T>(Func<ImapConnection, CancellationToken, Task<T>> work, object? target, CancellationToken cancellationToken) =>
        Imap.ReadAsync(work, target, cancellationToken);

    /// <summary>Runs work on the session's SMTP connection; <paramref name="work"/> is told whether it is a kept one.</summary>
    public async Task<T> OnSmtpAsync<T>(Func<SmtpConnection, bool, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await smtpTurn.WaitAsync(cancellationToken);
        try
        {
            var kept = IsSmtpWarm;
            if (!kept)
            {
                await CloseSmtpAsync();
                smtp = await OpenSmtpAsync(cancellationToken);
            }

            try
            {
                return await work(smtp!, kept, cancellationToken);
            }
            finally
            {
                smtpUsedOn = Wire.Time.GetUtcNow();
            }
        }
        finally
        {
            smtpTurn.Release();
        }
    }

    /// <summary>A connection of its own, signed in; the caller ends it.</summary>
    public Task<ImapConnection> OpenImapAsync(CancellationToken cancellationToken) => Guard(
        () => MailSignIn.OpenImapAsync(this, freshToken: false, cancellationToken),
        e => ImapErrorMapper.Map(e, this, null));

    /// <summary>A connection of its own, signed in; the caller ends it.</summary>
    public Task<SmtpConnection> OpenSmtpAsync(CancellationToken cancellationToken) => Guard(
        () => MailSignIn.OpenSmtpAsync(this, cancellationToken),
        e => SmtpErrorMapper.Map(e, this));

    public async ValueTask DisposeAsync()
    {
        Handle.IsOpen = false;
        await Imap.DisposeAsync();
        await CloseSmtpAsync();
        Tokens.Dispose();
        Wire.Trace?.Dispose();
    }

    private static async Task<T> Guard<T>(Func<Task<T>> open, Func<Exception, OutlookMailException> map)
    {
        try
        {
            return await open();
        }
        catch (Exception e) when (e is not (OutlookMailException or OperationCanceledException))
        {
            throw map(e);
        }
    }

    private async ValueTask CloseSmtpAsync()
    {
        if (Interlocked.Exchange(ref smtp, null) is { } old)
        {
            await old.DisposeAsync();
        }
    }
}
