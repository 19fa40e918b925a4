using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Wire;

namespace OutlookMail.Smtp.Commands;

/// <summary>One command out, one reply in; and what all commands share.</summary>
internal sealed class CommandChannel
{
    private readonly ReplyReader _replies;
    private long _repliedAt;

    public CommandChannel(WireConnection wire)
    {
        Wire = wire;
        _replies = new ReplyReader(wire);
    }

    public WireConnection Wire { get; }

    /// <summary>True once the server said 421, after which it closes: RFC 5321 §3.8.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>How long the server has been silent.</summary>
    public TimeSpan SinceLastReply => Wire.Options.Time.GetElapsedTime(_repliedAt);

    /// <summary>True when the server holds a sender or recipients of a mail that came to nothing.</summary>
    public bool IsTransactionOpen { get; set; }

    /// <summary>MAIL FROM commands of this connection, for the server that counts them.</summary>
    public int MailsBegun { get; set; }

    public async Task<SmtpReply> SendAsync(string line, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Wire.Output.WriteLine(line);
        return await ExchangeAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<SmtpReply> SendSecretAsync(string prefix, byte[] secret, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Wire.Output.WriteSecretLine(prefix, secret);
        return await ExchangeAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The next reply within the connection's response time.</summary>
    public ValueTask<SmtpReply> ReadAsync(CancellationToken cancellationToken) =>
        ReadAsync(Wire.Options.ResponseTimeout, cancellationToken);

    public async ValueTask<SmtpReply> ReadAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            SmtpReply reply = await _replies.ReadAsync(timeout, cancellationToken).ConfigureAwait(false);
            _repliedAt = Wire.Options.Time.GetTimestamp();
            IsClosing |= reply.Code == 421;
            return reply;
        }
        catch (OperationCanceledException)
        {
            // The reply is still to come and would be taken for the next command's.
            Wire.Abort();
            throw;
        }
    }

    /// <summary>Call before a command is sent: what is already here cannot be the answer to it.</summary>
    /// <returns>The 421 by which the server says goodbye unasked (RFC 5321 §3.8), else null.</returns>
    /// <exception cref="ServerProtocolException">A reply that nobody asked for.</exception>
    public async ValueTask<SmtpReply?> TakeGoodbyeAsync(CancellationToken cancellationToken)
    {
        if (Wire.Input.Length == 0)
        {
            return null;
        }

        SmtpReply unasked = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return unasked.Code == 421 ? unasked : throw Unexpected(unasked, "before a command");
    }

    /// <summary>Breaks the connection: after an answer that does not fit, no later one can be trusted to be the right one.</summary>
    public ServerProtocolException Unexpected(SmtpReply reply, string where)
    {
        Wire.Abort();
        return new ServerProtocolException(
            string.Format(CultureInfo.InvariantCulture, "{0}: a reply of {1} is not possible here", where, reply.Code));
    }

    private async Task<SmtpReply> ExchangeAsync(CancellationToken cancellationToken)
    {
        if (await TakeGoodbyeAsync(cancellationToken).ConfigureAwait(false) is { } goodbye)
        {
            return goodbye;
        }

        await Wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await ReadAsync(cancellationToken).ConfigureAwait(false);
    }
}
