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

    internal Received Interpret(ReadOnlySpan<byte> unit, ImapCommand? command) => Interpret(unit, command, out _);

    internal Received Interpret(
        ReadOnlySpan<byte> unit, ImapCommand? command, out Func<ImapConnection, CancellationToken, ValueTask>? reply)
    {
        reply = null;
        TraceServer(unit);
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
        Apply(response, command);
        return new Received(tag, response);
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
        switch (kind)
        {
            case DataKind.Capability:
                Capabilities = ImapCapabilities.Read(ref decoder);
                break;
            case DataKind.Exists when Selected is not null:
                Selected.Exists = number;
                break;
            case DataKind.Expunge when Selected is { Exists: > 0 }:
                Selected.Exists--;
                break;
            case DataKind.Flags when Selected is not null:
                decoder.TrySpace();
                Selected.Flags = FlagList.Read(ref decoder, "flag-list");
                break;
        }
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
    private async ValueTask DrainAsync(Outstanding owed)
    {
        long limit = _wire.Input.TotalReceived + MaxDrain;
        long began = _wire.Options.Time.GetTimestamp();
        TimeSpan timeout = _wire.Input.Timeout;
        try
        {
            if (owed.BodyLeft > 0 && !await SkipBodyAsync(owed, limit, began).ConfigureAwait(false))
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
                        if (!await SkipBodyAsync(owed, limit, began).ConfigureAwait(false))
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
                        owed.Completed(Interpret(_wire.Input.Buffered.Slice(0, length), null).Tag);
                    }

                    Consume(length);
                }

                if (owed.Count > 0 && !await FillForDrainAsync(limit, began).ConfigureAwait(false))
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

    private async ValueTask<bool> SkipBodyAsync(Outstanding owed, long limit, long began)
    {
        owed.InsideResponse = true;
        while (owed.BodyLeft > 0)
        {
            int take = (int)Math.Min(owed.BodyLeft, _wire.Input.Length);
            Consume(take);
            owed.BodyLeft -= take;
            if (owed.BodyLeft > limit - _wire.Input.TotalReceived
                || (owed.BodyLeft > 0 && !await FillForDrainAsync(limit, began).ConfigureAwait(false)))
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask<bool> FillForDrainAsync(long limit, long began)
    {
        TimeSpan left = MaxDrainTime - _wire.Options.Time.GetElapsedTime(began);
        if (left <= TimeSpan.Zero || _wire.Input.TotalReceived >= limit)
        {
            return false;
        }

        _wire.Input.Timeout = left;
        await FillAsync(CancellationToken.None).ConfigureAwait(false);
        return true;
    }
}
