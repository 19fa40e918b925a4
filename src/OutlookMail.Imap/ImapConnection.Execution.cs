using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

// Sending commands and waiting for their answers.
public sealed partial class ImapConnection
{
    /// <summary>Commands on the way at a time: enough to hide a long round trip, few enough to stop soon.</summary>
    private const int Window = 16;

    /// <summary>Sends one command and reads up to its tagged answer.</summary>
    /// <exception cref="ImapRefusedException">NO or BAD.</exception>
    internal async Task<StatusResponse> ExecuteAsync(ImapCommand command, CancellationToken cancellationToken)
    {
        return (await ExecuteAllAsync([command], cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>Sends commands that do not depend on each other (RFC 9051 §5.5), several at a time.</summary>
    /// <exception cref="ImapRefusedException">The first NO or BAD; the others were answered too.</exception>
    internal async Task<StatusResponse[]> ExecuteAllAsync(IReadOnlyList<ImapCommand> commands, CancellationToken cancellationToken)
    {
        StatusResponse[] answers = await TryExecuteAllAsync(commands, cancellationToken).ConfigureAwait(false);
        int refused = Array.FindIndex(answers, a => a.Status != ImapStatus.Ok);
        return refused < 0 ? answers : throw Refused(commands[refused], answers[refused]);
    }

    /// <summary>The same, where each answer speaks for itself.</summary>
    internal async Task<StatusResponse[]> TryExecuteAllAsync(IReadOnlyList<ImapCommand> commands, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (commands.Count == 0)
        {
            return [];
        }

        Enter(commands[0].Name);
        var owed = new Outstanding();
        var answers = new StatusResponse[commands.Count];
        var tags = new uint[commands.Count];
        try
        {
            int sent = 0;
            for (int i = 0; i < commands.Count; i++)
            {
                while (sent < commands.Count && sent - i < Window)
                {
                    tags[sent] = await WriteAsync(commands[sent], owed, cancellationToken).ConfigureAwait(false);
                    sent++;
                }

                await _wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
                answers[i] = await AnswerAsync(owed, tags[i], cancellationToken).ConfigureAwait(false);
            }

            return answers;
        }
        finally
        {
            await LeaveAsync(owed).ConfigureAwait(false);
        }
    }

    /// <summary>Claims the connection for one operation.</summary>
    internal void Enter(string name)
    {
        if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            throw new InvalidOperationException($"The connection is in use; {name} has to wait.");
        }

        if (IsBroken)
        {
            Volatile.Write(ref _busy, 0);
            throw new ConnectionBrokenException("The connection is closed.");
        }
    }

    /// <summary>Gives the connection back, after reading what is owed within the limits or else breaking it.</summary>
    internal ValueTask LeaveAsync(Outstanding owed) => LeaveAsync(owed, MaxDrainTime);

    internal async ValueTask LeaveAsync(Outstanding owed, TimeSpan time)
    {
        try
        {
            if (owed.Count > 0 && !IsBroken)
            {
                // Written and, because of a cancel, not sent: its answer would never come.
                await _wire.Output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
                await DrainAsync(owed, time).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // The caller has its own outcome; the next operation sees that the connection is gone.
        }
        finally
        {
            _wire.Output.Clear();
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>
    /// Puts a command into the output buffer, with the tag it got. Synchronizing literals are waited for, so this may
    /// send; a command refused in place of a continuation ends there, and its answer is taken as any other.
    /// </summary>
    internal async ValueTask<uint> WriteAsync(ImapCommand command, Outstanding owed, CancellationToken cancellationToken)
    {
        uint tag = ++_lastTag;
        var encoder = new ImapEncoder(LiteralStyle(), Utf8);
        encoder.Raw("A").Number(tag).Space();
        command.Write(encoder);
        if (!command.ContinuesBehindLiteral)
        {
            encoder.EndLine();
        }

        Trace(encoder, command.HoldsMailData);
        owed.Add(tag, command);
        int from = 0;
        foreach (int wait in encoder.Waits)
        {
            _wire.Output.Write(encoder.Written.Span.Slice(from, wait - from));
            from = wait;
            if (!await AwaitContinuationAsync(owed, tag, cancellationToken).ConfigureAwait(false))
            {
                return tag;
            }
        }

        _wire.Output.Write(encoder.Written.Span.Slice(from));
        return tag;
    }

    /// <summary>Reads until a command is answered.</summary>
    internal async ValueTask<StatusResponse> AnswerAsync(Outstanding owed, uint tag, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (owed.TryTake(tag) is { } answer)
            {
                return answer;
            }

            while (TryScan(streamBodies: false, out _) is { } length)
            {
                Received received = Understand(length, owed.Current, out Reply? reply);
                Consume(length);
                if (owed.Answer(received) && received.Tag == tag)
                {
                    return owed.TryTake(tag)!;
                }

                if (reply is not null)
                {
                    await reply(this, cancellationToken).ConfigureAwait(false);
                }
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends what is buffered and waits for "+"; false when the command was answered instead.</summary>
    internal async ValueTask<bool> AwaitContinuationAsync(Outstanding owed, uint tag, CancellationToken cancellationToken)
    {
        await _wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            while (TryScan(streamBodies: false, out _) is { } length)
            {
                ReadOnlySpan<byte> unit = _wire.Input.Buffered.Slice(0, length);
                if (unit[0] == (byte)'+')
                {
                    TraceServer(unit);
                    Consume(length);
                    _wire.Input.Progressed();
                    return true;
                }

                Received received = Understand(length, owed.Current, out _);
                Consume(length);
                if (owed.Answer(received) && received.Tag == tag)
                {
                    return false;
                }
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Received Understand(int length, ImapCommand? command, out Reply? reply)
    {
        try
        {
            return Interpret(_wire.Input.Buffered.Slice(0, length), command, out reply);
        }
        catch (ServerProtocolException)
        {
            // Where one response cannot be understood, the next are not to be trusted to be what they seem.
            _wire.Abort();
            throw;
        }
    }

    /// <summary>Takes the next whole response from what is buffered; null when more octets are needed. Consume by <see cref="Consume"/>.</summary>
    internal int? TryScan(bool streamBodies, out ScanResult result)
    {
        result = _scanner.TryScan(_wire.Input.Buffered, streamBodies, out int length);
        return result == ScanResult.NeedMore ? null : length;
    }

    internal void Consume(int length) => _wire.Input.Advance(length);

    internal ValueTask FillAsync(CancellationToken cancellationToken) => _wire.Input.FillAsync(cancellationToken);

    internal static ImapRefusedException Refused(ImapCommand command, StatusResponse response)
    {
        return new ImapRefusedException(command.Name, response, (command as AuthenticateCommand)?.Challenge);
    }

    internal LiteralStyle LiteralStyle()
    {
        return Capabilities.Has("LITERAL+") ? Grammar.LiteralStyle.Plus
            : Capabilities.Has("LITERAL-") ? Grammar.LiteralStyle.Minus
            : Grammar.LiteralStyle.Synchronizing;
    }

    /// <param name="holdsMailData">The command carries what somebody looks for in mail.</param>
    private void Trace(ImapEncoder encoder, bool holdsMailData = false)
    {
        if (_wire.Trace is not { } trace)
        {
            return;
        }

        ReadOnlySpan<byte> line = encoder.Written.Span;
        if (encoder.Secret is { } secret)
        {
            trace.ClientSecret(StringPool.Decode(line.Slice(0, secret.Start)), secret.Length);
            return;
        }

        // Literals of a command are texts of the user: line by line, and only the lines.
        while (!line.IsEmpty)
        {
            int end = line.IndexOf((byte)'\n');
            ReadOnlySpan<byte> first = LineEnd.Trim(end < 0 ? line : line.Slice(0, end + 1));
            if (holdsMailData)
            {
                trace.ClientData(first);
            }
            else
            {
                trace.Client(first);
            }

            line = end < 0 ? default : line.Slice(end + 1);
            if (LiteralMarker.TryParse(first, out LiteralMarker marker) && marker.Length <= line.Length)
            {
                trace.ClientBody(marker.Length);
                line = line.Slice((int)marker.Length);
            }
        }
    }
}
