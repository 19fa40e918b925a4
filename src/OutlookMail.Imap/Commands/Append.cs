using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.3.12
    /// <summary>Puts one message into a folder, streaming it.</summary>
    /// <exception cref="ImapRefusedException">TRYCREATE, OVERQUOTA, TOOBIG (also when APPENDLIMIT told so beforehand) or another.</exception>
    public async Task<AppendResult> AppendAsync(string folder, AppendMessage message, CancellationToken cancellationToken = default)
    {
        await foreach (AppendResult result in AppendAsync(folder, [message], cancellationToken).ConfigureAwait(false))
        {
            return result.Refusal is null ? result : throw result.Refusal;
        }

        throw new InvalidOperationException("No result for one message.");
    }

    /// <summary>
    /// Puts messages into a folder, several on the way at a time, and gives each one's outcome in their order. A refusal
    /// is in the result; the others go on. Leaving early may leave messages appended whose outcome was not read.
    /// </summary>
    public async IAsyncEnumerable<AppendResult> AppendAsync(
        string folder, IEnumerable<AppendMessage> messages, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        Enter("APPEND");
        var owed = new Outstanding();
        var sent = new Queue<(uint Tag, AppendCommand Command)>();
        using IEnumerator<AppendMessage> source = messages.GetEnumerator();
        try
        {
            bool more = source.MoveNext();
            while (more || sent.Count > 0)
            {
                while (more && sent.Count < Window)
                {
                    var command = new AppendCommand(folder, source.Current);
                    sent.Enqueue((await SendAsync(command, owed, cancellationToken).ConfigureAwait(false), command));
                    more = source.MoveNext();
                }

                await _wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
                // Half the window before the next messages: one write for several of them.
                int keep = more ? Window / 2 : 0;
                while (sent.Count > keep)
                {
                    (uint tag, AppendCommand command) = sent.Dequeue();
                    StatusResponse? answer = tag == 0 ? TooBig(command) : await AnswerAsync(owed, tag, cancellationToken).ConfigureAwait(false);
                    yield return command.Outcome(answer);
                }
            }
        }
        finally
        {
            await LeaveAsync(owed).ConfigureAwait(false);
        }
    }

    private async ValueTask<uint> SendAsync(AppendCommand command, Outstanding owed, CancellationToken cancellationToken)
    {
        if (Limit() is { } limit && command.Message.Length > limit)
        {
            return 0;
        }

        uint tag = await WriteAsync(command, owed, cancellationToken).ConfigureAwait(false);
        if (owed.IsAnswered(tag))
        {
            return tag;
        }

        try
        {
            await SendBodyAsync(command.Message, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // The server waits for octets that will not come.
            _wire.Abort();
            throw;
        }

        _wire.Trace?.ClientBody(command.Message.Length);
        return tag;
    }

    private async ValueTask SendBodyAsync(AppendMessage message, CancellationToken cancellationToken)
    {
        var target = new AppendStream(_wire.Output, message.Length);
        if (message.WriteTo is { } writeTo)
        {
            await writeTo(target, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await target.SendAsync(message.Octets, cancellationToken).ConfigureAwait(false);
        }

        if (target.Left > 0)
        {
            throw new InvalidOperationException("The message is shorter than it was said to be.");
        }

        _wire.Output.Write("\r\n"u8);
        if (_wire.Output.Count >= WireOutput.FlushThreshold)
        {
            await _wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // RFC 7889
    private long? Limit()
    {
        return long.TryParse(Capabilities.ValueOf("APPENDLIMIT"), NumberStyles.None, CultureInfo.InvariantCulture, out long limit) ? limit : null;
    }

    private StatusResponse TooBig(AppendCommand command) => StatusResponse.Local(
        ImapStatus.No, "TOOBIG", $"The message has {command.Message.Length} octets; the server takes at most {Limit()}.");
}

internal sealed class AppendCommand : ImapCommand
{
    private readonly string _folder;

    public AppendCommand(string folder, AppendMessage message)
    {
        _folder = folder;
        Message = message;
    }

    public AppendMessage Message { get; }

    public override string Name => "APPEND";

    public override bool ContinuesBehindLiteral => true;

    public override void Write(ImapEncoder encoder)
    {
        encoder.Raw("APPEND ").Mailbox(_folder).Space();
        if (Message.Flags.Count > 0)
        {
            encoder.Flags(Message.Flags).Space();
        }

        if (Message.InternalDate is { } date)
        {
            encoder.DateTime(date).Space();
        }

        encoder.LiteralHead(Message.Length);
    }

    public AppendResult Outcome(StatusResponse answer)
    {
        var result = new AppendResult(Message);
        if (answer.Status != ImapStatus.Ok)
        {
            result.Refusal = ImapConnection.Refused(this, answer);
        }
        else if (answer.Code == "APPENDUID")
        {
            var decoder = new ImapDecoder(answer.Arguments);
            if (decoder.TryNumber(out uint validity) && decoder.TrySpace() && decoder.TryNumber(out uint uid))
            {
                result.UidValidity = validity;
                result.Uid = uid;
            }
        }

        return result;
    }
}
