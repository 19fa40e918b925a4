using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp.Commands;
using OutlookMail.Smtp.Transactions;
using OutlookMail.Wire;

namespace OutlookMail.Smtp;

/// <summary>A client's connection to a submission server, RFC 5321 and 6409. One operation at a time.</summary>
public sealed class SmtpConnection : IAsyncDisposable
{
    private readonly CommandChannel _channel;
    private readonly WireEndpoint _server;
    private readonly MailSender _sender;
    private int _isBusy;

    private SmtpConnection(CommandChannel channel, WireEndpoint server, SmtpReply greeting, SmtpCapabilities capabilities)
    {
        _channel = channel;
        _server = server;
        Greeting = greeting;
        Capabilities = capabilities;
        _sender = new MailSender(channel, capabilities);
    }

    /// <summary>The 220 the server began with.</summary>
    public SmtpReply Greeting { get; }

    /// <summary>From the last EHLO: after STARTTLS, the one inside TLS.</summary>
    public SmtpCapabilities Capabilities { get; }

    /// <summary>True when nothing more can be sent here: the connection was lost, an answer did not fit, the server said
    /// 421, or it has taken as many mails as it takes on one connection (MAILMAX).</summary>
    public bool IsBroken => _channel.Wire.IsBroken || _channel.IsClosing || _channel.MailsBegun >= Capabilities.Limits.MaxTransactions;

    /// <summary>Connects, reads the greeting, says EHLO and, where the endpoint wants it, STARTTLS and EHLO again.</summary>
    /// <exception cref="ConnectionBrokenException">No connection, or lost before it was of use.</exception>
    /// <exception cref="TlsFailedException">No TLS, a certificate that does not hold, or STARTTLS not offered.</exception>
    /// <exception cref="SmtpRefusedException">The server does not serve us, now or at all.</exception>
    /// <exception cref="ServerProtocolException">This is no SMTP server.</exception>
    public static async Task<SmtpConnection> ConnectAsync(WireEndpoint endpoint, WireOptions options, CancellationToken cancellationToken)
    {
        WireConnection wire = await WireConnection.ConnectAsync(endpoint, options, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(wire, endpoint, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As <see cref="ConnectAsync"/>, over a connection that is already there; it is disposed when this fails.</summary>
    public static async Task<SmtpConnection> OpenAsync(WireConnection wire, WireEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            var channel = new CommandChannel(wire);
            SmtpReply greeting = await channel.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!greeting.IsPositive)
            {
                throw greeting.Code / 100 == 3 ? channel.Unexpected(greeting, "in Greeting") : new SmtpRefusedException("connect", greeting);
            }

            SmtpCapabilities capabilities = await EhloCommand.RunAsync(channel, cancellationToken).ConfigureAwait(false);
            if (endpoint.Tls == TlsMode.StartTls)
            {
                await StartTlsCommand.RunAsync(channel, capabilities, endpoint.Host, cancellationToken).ConfigureAwait(false);
                // RFC 3207 §4.2: what was learnt in the clear is forgotten.
                capabilities = await EhloCommand.RunAsync(channel, cancellationToken).ConfigureAwait(false);
            }

            return new SmtpConnection(channel, endpoint, greeting, capabilities);
        }
        catch
        {
            await wire.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Signs in with a bearer token: XOAUTH2, or OAUTHBEARER where only that is offered.</summary>
    /// <exception cref="SmtpRefusedException">535 and the like; the connection is good for another try.</exception>
    /// <exception cref="SmtpNotOfferedException">The server offers neither mechanism.</exception>
    /// <exception cref="ArgumentException">The user or the token holds a character that cannot be sent.</exception>
    public Task AuthenticateAsync(string user, string accessToken, CancellationToken cancellationToken) =>
        RunAloneAsync(async () =>
        {
            await AuthCommand.RunAsync(_channel, Capabilities, _server, user, accessToken, cancellationToken).ConfigureAwait(false);
            return true;
        });

    /// <summary>Asks whether this sender would be let through (MAIL FROM), and takes it back (RSET).</summary>
    /// <returns>The positive reply to MAIL FROM. Exchange checks the right to send as somebody else only after a message.</returns>
    /// <exception cref="SmtpRefusedException">The server does not take this sender.</exception>
    /// <exception cref="ArgumentException">This is no mail address.</exception>
    public Task<SmtpReply> ProbeSenderAsync(string mailFrom, CancellationToken cancellationToken) =>
        RunAloneAsync(() => ProbeCommand.RunAsync(_channel, mailFrom, cancellationToken));

    /// <summary>Sends one mail.</summary>
    /// <returns>Refusals and broken connections too: see <see cref="SmtpSendOutcome.State"/>.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before anything was sent.</exception>
    /// <remarks>An exception out of the message's own writer comes through as it is: the mail was not sent and the
    /// connection is broken.</remarks>
    public Task<SmtpSendOutcome> SendAsync(SmtpEnvelope envelope, SmtpContent content, CancellationToken cancellationToken) =>
        RunAloneAsync(() => _sender.SendAsync(envelope, content, cancellationToken));

    /// <summary>How many of the mails, from the first on, <see cref="SendTogetherAsync"/> can take at a time; 0 where the
    /// server does not offer what that needs (PIPELINING and CHUNKING) or has taken its time for one, or the first mail is not
    /// short and in memory.</summary>
    public int CountTogether(IReadOnlyList<SmtpMail> mails) => _sender.CountTogether(mails);

    /// <summary>Sends short mails, each in one write with its commands (RFC 3030 §4.2) and some before the ones ahead of them
    /// are answered: a round trip for several.</summary>
    /// <param name="mails">No more than <see cref="CountTogether"/> says.</param>
    /// <returns>An outcome for each mail, in order. Fewer when the server said goodbye or the connection was broken before:
    /// the mails without an outcome were not sent. One whose answer was lost is uncertain.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before anything was sent.</exception>
    public Task<IReadOnlyList<SmtpSendOutcome>> SendTogetherAsync(IReadOnlyList<SmtpMail> mails, CancellationToken cancellationToken) =>
        RunAloneAsync(() => _sender.SendTogetherAsync(mails, cancellationToken));

    /// <summary>Sends mails one after the other, each one's commands in the same write as the previous one's end: one round
    /// trip a mail.</summary>
    /// <param name="mails">Taken one ahead of the mail being sent.</param>
    /// <returns>An outcome for each mail, in order. Ends early when the connection breaks: the mails without an outcome were
    /// not sent. Leaving early breaks the connection when the next mail had begun.</returns>
    /// <exception cref="OperationCanceledException">Cancelled between two mails.</exception>
    public async IAsyncEnumerable<SmtpSendOutcome> SendManyAsync(IEnumerable<SmtpMail> mails, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            await foreach (SmtpSendOutcome outcome in _sender.SendManyAsync(mails, cancellationToken).ConfigureAwait(false))
            {
                yield return outcome;
            }
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    /// <summary>Says goodbye; an unwilling server does not matter.</summary>
    public Task QuitAsync(CancellationToken cancellationToken) => RunAloneAsync(async () =>
    {
        if (!_channel.Wire.IsBroken && !_channel.IsClosing)
        {
            try
            {
                await _channel.SendAsync("QUIT", cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is ConnectionBrokenException or ServerProtocolException)
            {
                // RFC 5321 §4.1.1.10 asks for the 221; some servers just close.
            }
        }

        _channel.Wire.Abort();
        return true;
    });

    /// <summary>Closes without QUIT.</summary>
    public ValueTask DisposeAsync() => _channel.Wire.DisposeAsync();

    private async Task<T> RunAloneAsync<T>(Func<Task<T>> operation)
    {
        Enter();
        try
        {
            return await operation().ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    private void Enter()
    {
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
        {
            throw new InvalidOperationException("The connection is in use: its replies belong to one operation at a time.");
        }
    }
}
