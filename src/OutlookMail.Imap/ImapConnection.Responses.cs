using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

// What every response does to the session, whichever command is running.
public sealed partial class ImapConnection
{
    /// <summary>What a continuation is answered with.</summary>
    internal delegate ValueTask Reply(ImapConnection connection, CancellationToken cancellationToken);

    /// <summary>A tagged answer, or (tag 0) anything else.</summary>
    internal readonly struct Received
    {
        public Received(uint tag, StatusResponse? status)
        {
            Tag = tag;
            Status = status;
        }

        public uint Tag { get; }

        public StatusResponse? Status { get; }
    }

    /// <summary>News about the selected folder, on the thread that reads; handlers must not use the connection.</summary>
    public event Action<MailboxChange>? Changed;

    internal Received Interpret(ReadOnlySpan<byte> unit, ImapCommand? command) => Interpret(unit, command, out _);

    internal Received Interpret(
        ReadOnlySpan<byte> unit, ImapCommand? command, out Reply? reply)
    {
        reply = null;
        TraceServer(unit);
        _wire.Input.Progressed();
        CountResponse(unit);
        var decoder = new ImapDecoder(unit, Pool);
        if (decoder.TryChar('*'))
        {
            decoder.ExpectSpace("response-data");
            Untagged(ref decoder, command);
            return default;
        }

        if (decoder.TryChar('+'))
        {
            decoder.TrySpace();
            reply = command?.Continuation(LineEnd.Trim(decoder.Rest)) ?? throw decoder.Error("continue-req: not asked for");
            return default;
        }

        if (!decoder.TryChar('A') || !decoder.TryNumber(out uint tag) || tag == 0 || tag > _lastTag || !decoder.TrySpace()
            || !decoder.TryAtom(out ReadOnlySpan<byte> word) || !StatusResponse.TryStatus(word, out ImapStatus status)
            || status is ImapStatus.Bye or ImapStatus.PreAuth)
        {
            decoder.Position = 0;
            throw decoder.Error("response-tagged");
        }

        StatusResponse response = StatusResponse.Read(status, ref decoder);
        _responses = 0;
        Apply(response, command);
        return new Received(tag, response);
    }

    private void CountResponse(ReadOnlySpan<byte> unit)
    {
        if (++_responses > ImapLimits.ResponsesToCommand)
        {
            throw new ServerProtocolException("in response-data: more responses than the limit", unit);
        }
    }

    private void Untagged(ref ImapDecoder decoder, ImapCommand? command)
    {
        if (decoder.Peek == (byte)'[')
        {
            // Codes without their "OK": a quirk of old Exchange versions (MailKit ImapEngine).
            Apply(StatusResponse.Read(ImapStatus.Ok, ref decoder), command);
            return;
        }

        bool numbered = decoder.TryNumber(out uint number) && decoder.TrySpace();
        ReadOnlySpan<byte> word = decoder.ExpectAtom("response-data");
        if (!numbered && StatusResponse.TryStatus(word, out ImapStatus status))
        {
            Apply(StatusResponse.Read(status, ref decoder), command);
            return;
        }

        DataKind kind = DataKinds.Of(word);
        int start = decoder.Position;
        if (command is not null && command.Data(kind, number, ref decoder))
        {
            return;
        }

        decoder.Position = start;
        if (kind == DataKind.Capability)
        {
            Capabilities = ImapCapabilities.Read(ref decoder);
        }
        else if (kind == DataKind.Status)
        {
            Changed?.Invoke(new MailboxChange(MailboxChangeKind.Status, 0) { Status = StatusReader.Read(ref decoder, Utf8) });
        }
        else if (Selected is not null)
        {
            TakeNews(Selected, kind, number, ref decoder);
        }
    }

    // RFC 9051 §7: a client takes these at any time.
    private void TakeNews(SelectedFolder folder, DataKind kind, uint number, ref ImapDecoder decoder)
    {
        switch (kind)
        {
            case DataKind.Exists:
                folder.Exists = number;
                Changed?.Invoke(new MailboxChange(MailboxChangeKind.Exists, number));
                break;
            case DataKind.Expunge:
                folder.Exists -= Math.Min(1, folder.Exists);
                Changed?.Invoke(new MailboxChange(MailboxChangeKind.Expunge, number));
                break;
            case DataKind.Flags:
                decoder.TrySpace();
                folder.Flags = FlagList.Read(ref decoder, "flag-list");
                break;
            case DataKind.Fetch when Changed is not null && decoder.TrySpace() && decoder.TryChar('('):
                var message = new FetchedMessage { Sequence = number };
                FetchReader.Read(ref decoder, message, out _);
                TellFlags(message);
                break;
            case DataKind.Vanished when VanishedReader.TryRead(ref decoder, out UidSet gone, out bool earlier) && !earlier:
                folder.Exists -= (uint)Math.Min(gone.LongCount, folder.Exists);
                Changed?.Invoke(new MailboxChange(MailboxChangeKind.Vanished, 0) { Vanished = gone });
                break;
        }
    }

    internal void TellFlags(FetchedMessage message)
    {
        Changed?.Invoke(new MailboxChange(MailboxChangeKind.Flags, message.Sequence) { Uid = message.Uid, Flags = message.Flags });
    }

    private void Apply(StatusResponse response, ImapCommand? command)
    {
        if (response.Status == ImapStatus.Bye && !_loggingOut)
        {
            _wire.Abort();
            throw new ImapByeException(response.Text);
        }

        command?.Status(response);
        switch (response.Code)
        {
            case "CAPABILITY" when response.Arguments is { } names:
                var decoder = new ImapDecoder(names, Pool);
                Capabilities = ImapCapabilities.Read(ref decoder);
                break;
            case "UIDNEXT" when Selected is not null && Number(response, out long next):
                Selected.UidNext = (uint)next;
                break;
            case "UIDVALIDITY" when Selected is not null && Number(response, out long validity) && Selected.UidValidity != (uint)validity:
                Selected.UidValidity = (uint)validity;
                Changed?.Invoke(new MailboxChange(MailboxChangeKind.UidValidity, (uint)validity));
                break;
            case "NOTIFICATIONOVERFLOW":
                Changed?.Invoke(new MailboxChange(MailboxChangeKind.Overflow, 0));
                break;
            case "HIGHESTMODSEQ" when Selected is not null && Number(response, out long highest):
                Selected.HighestModSeq = (ulong)highest;
                break;
        }
    }

    internal static bool Number(StatusResponse response, out long number)
    {
        var decoder = new ImapDecoder(response.Arguments);
        return decoder.TryNumber64(out number);
    }

    // Reads the rest of what abandoned commands answer, so that the next command finds a clean stream.
    private async ValueTask DrainAsync(Outstanding owed, TimeSpan time)
    {
        long limit = _wire.Input.TotalReceived + MaxDrain;
        long began = _wire.Options.Time.GetTimestamp();
        TimeSpan timeout = _wire.Input.Timeout;
        try
        {
            if (owed.BodyLeft > 0 && !await SkipBodyAsync(owed, limit, began, time).ConfigureAwait(false))
            {
                _wire.Abort();
                return;
            }

            while (owed.Count > 0)
            {
                while (owed.Count > 0 && TryScan(streamBodies: true, out ScanResult result) is { } length)
                {
                    if (result == ScanResult.Body)
                    {
                        Consume(length);
                        owed.BodyLeft = BodyLength;
                        if (!await SkipBodyAsync(owed, limit, began, time).ConfigureAwait(false))
                        {
                            _wire.Abort();
                            return;
                        }

                        continue;
                    }

                    bool tail = owed.InsideResponse;
                    owed.InsideResponse = false;
                    if (!tail)
                    {
                        owed.Answer(Interpret(_wire.Input.Buffered.Slice(0, length), owed.Current));
                    }

                    Consume(length);
                }

                if (owed.Count > 0 && !await FillForDrainAsync(limit, began, time).ConfigureAwait(false))
                {
                    _wire.Abort();
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException)
        {
            // The caller has its own outcome; the next operation sees that the connection is gone.
            _wire.Abort();
        }
        finally
        {
            _wire.Input.Timeout = timeout;
        }
    }

    private async ValueTask<bool> SkipBodyAsync(Outstanding owed, long limit, long began, TimeSpan time)
    {
        owed.InsideResponse = true;
        while (owed.BodyLeft > 0)
        {
            int take = (int)Math.Min(owed.BodyLeft, _wire.Input.Length);
            Consume(take);
            owed.BodyLeft -= take;
            if (owed.BodyLeft > limit - _wire.Input.TotalReceived
                || (owed.BodyLeft > 0 && !await FillForDrainAsync(limit, began, time).ConfigureAwait(false)))
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask<bool> FillForDrainAsync(long limit, long began, TimeSpan time)
    {
        TimeSpan left = time - _wire.Options.Time.GetElapsedTime(began);
        if (left <= TimeSpan.Zero || _wire.Input.TotalReceived >= limit)
        {
            return false;
        }

        _wire.Input.Timeout = left;
        await FillAsync(CancellationToken.None).ConfigureAwait(false);
        return true;
    }
}
