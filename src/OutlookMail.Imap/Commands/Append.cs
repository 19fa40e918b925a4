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
    /// is in the result; the others go on. Leaving early may leave messages appended whose outcome was not read. With
    /// MULTIAPPEND some travel together, and the server takes all of them or none.
    /// </summary>
    public async IAsyncEnumerable<AppendResult> AppendAsync(
        string folder, IEnumerable<AppendMessage> messages, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        Enter("APPEND");
        var owed = new Outstanding();
        var sent = new Queue<(uint Tag, AppendCommand Command)>();
        using var source = new AppendGroups(messages, Capabilities.Has("MULTIAPPEND"), message => Obstacle(message) is null);
        try
        {
            bool more = source.MoveNext();
            while (more || sent.Count > 0)
            {
                while (more && sent.Count < Window)
                {
                    var command = new AppendCommand(folder, source.Current, Utf8);
                    sent.Enqueue((await SendAsync(command, owed, cancellationToken).ConfigureAwait(false), command));
                    more = source.MoveNext();
                }

                await _wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
                // Half the window before the next messages: one write for several of them.
                int keep = more ? Window / 2 : 0;
                while (sent.Count > keep)
                {
                    (uint tag, AppendCommand command) = sent.Dequeue();
                    StatusResponse answer = tag == 0 ? Obstacle(command.Messages[0])! : await AnswerAsync(owed, tag, cancellationToken).ConfigureAwait(false);
                    if (command.IsGroup && answer.Status != ImapStatus.Ok && answer.Code != "TRYCREATE")
                    {
                        // RFC 3502 §6.3.11: none was taken, because of one of them; each is asked for by itself.
                        foreach (AppendMessage message in command.Messages)
                        {
                            yield return await AppendAloneAsync(new AppendCommand(folder, [message], Utf8), owed, cancellationToken).ConfigureAwait(false);
                        }

                        continue;
                    }

                    foreach (AppendResult result in command.Outcomes(answer))
                    {
                        yield return result;
                    }
                }
            }
        }
        finally
        {
            await LeaveAsync(owed).ConfigureAwait(false);
        }
    }

    private async Task<AppendResult> AppendAloneAsync(AppendCommand command, Outstanding owed, CancellationToken cancellationToken)
    {
        uint tag = await SendAsync(command, owed, cancellationToken).ConfigureAwait(false);
        await _wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return command.Outcomes(await AnswerAsync(owed, tag, cancellationToken).ConfigureAwait(false))[0];
    }

    /// <returns>The tag; 0 when the message is not sent because the server has said that it will not take it.</returns>
    private async ValueTask<uint> SendAsync(AppendCommand command, Outstanding owed, CancellationToken cancellationToken)
    {
        if (Obstacle(command.Messages[0]) is not null)
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
            for (int i = 0; i < command.Messages.Count; i++)
            {
                if (i > 0 && !await WriteHeadAsync(command, i, owed, tag, cancellationToken).ConfigureAwait(false))
                {
                    return tag;
                }

                await SendBodyAsync(command.Messages[i], cancellationToken).ConfigureAwait(false);
                _wire.Output.Write(command.EndOf(i));
            }
        }
        catch
        {
            // The server waits for octets that will not come.
            _wire.Abort();
            throw;
        }

        _wire.Output.Write("\r\n"u8);
        if (_wire.Output.Count >= WireOutput.FlushThreshold)
        {
            await _wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return tag;
    }

    /// <summary>What stands before a further message of a group; false when the server has answered already.</summary>
    private async ValueTask<bool> WriteHeadAsync(AppendCommand command, int index, Outstanding owed, uint tag, CancellationToken cancellationToken)
    {
        var encoder = new ImapEncoder(LiteralStyle(), Utf8);
        command.WriteHead(encoder.Space(), index);
        Trace(encoder);
        _wire.Output.Write(encoder.Written.Span);
        return encoder.Waits.Count == 0 || await AwaitContinuationAsync(owed, tag, cancellationToken).ConfigureAwait(false);
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

        _wire.Trace?.ClientBody(message.Length);
    }

    /// <summary>What the server would say, where its capabilities have said it already; else null.</summary>
    private StatusResponse? Obstacle(AppendMessage message)
    {
        if (message.IsBinary && !Capabilities.Has("BINARY"))
        {
            return StatusResponse.Local(ImapStatus.No, "UNKNOWN-CTE", "The server takes no binary messages.");
        }

        // RFC 7889
        return long.TryParse(Capabilities.ValueOf("APPENDLIMIT"), NumberStyles.None, CultureInfo.InvariantCulture, out long limit) && message.Length > limit
            ? StatusResponse.Local(ImapStatus.No, "TOOBIG", FormattableString.Invariant($"The message has {message.Length} octets; the server takes at most {limit}."))
            : null;
    }
}

internal sealed class AppendCommand : ImapCommand
{
    private readonly string _folder;
    private readonly bool _utf8;

    /// <param name="utf8">UTF8=ACCEPT is on.</param>
    public AppendCommand(string folder, IReadOnlyList<AppendMessage> messages, bool utf8)
    {
        _folder = folder;
        _utf8 = utf8;
        Messages = messages;
    }

    public IReadOnlyList<AppendMessage> Messages { get; }

    public bool IsGroup => Messages.Count > 1;

    public override string Name => "APPEND";

    public override bool ContinuesBehindLiteral => true;

    public override void Write(ImapEncoder encoder) => WriteHead(encoder.Raw("APPEND ").Mailbox(_folder).Space(), 0);

    public void WriteHead(ImapEncoder encoder, int index)
    {
        AppendMessage message = Messages[index];
        if (message.Flags.Count > 0)
        {
            encoder.Flags(message.Flags).Space();
        }

        if (message.InternalDate is { } date)
        {
            encoder.DateTime(date).Space();
        }

        // RFC 6855 §4: header fields in UTF-8 are announced as such. RFC 3516 §4.4: a literal8 may hold NUL.
        encoder.Raw(IsUtf8(message) ? "UTF8 (~" : message.IsBinary ? "~" : "").LiteralHead(message.Length);
    }

    /// <summary>What stands behind a message's octets.</summary>
    public ReadOnlySpan<byte> EndOf(int index) => IsUtf8(Messages[index]) ? ")"u8 : default;

    /// <summary>In the messages' order.</summary>
    public IReadOnlyList<AppendResult> Outcomes(StatusResponse answer)
    {
        var results = new AppendResult[Messages.Count];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = new AppendResult(Messages[i]) { Refusal = answer.Status == ImapStatus.Ok ? null : ImapConnection.Refused(this, answer) };
        }

        // RFC 4315 §3, RFC 3502 §6.3.11: the UIDs as a set, ascending in the messages' order.
        var decoder = new ImapDecoder(answer.Arguments);
        if (answer is { Status: ImapStatus.Ok, Code: "APPENDUID" }
            && decoder.TryNumber(out uint validity) && decoder.TrySpace() && decoder.TryAtom(out ReadOnlySpan<byte> set)
            && UidSet.TryParse(set, out UidSet uids) && uids.LongCount == results.Length)
        {
            int at = 0;
            foreach (uint uid in uids)
            {
                results[at].UidValidity = validity;
                results[at++].Uid = uid;
            }
        }

        return results;
    }

    private bool IsUtf8(AppendMessage message) => _utf8 && message.HasUtf8Fields;
}
