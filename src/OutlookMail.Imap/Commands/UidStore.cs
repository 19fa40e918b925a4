using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;

namespace OutlookMail.Imap;

public enum StoreMode
{
    Add,
    Remove,

    /// <summary>These flags and no others.</summary>
    Replace,
}

/// <summary>What the server reported of a change of flags.</summary>
public sealed class StoreResult
{
    /// <summary>Flags after the change, where they were asked for.</summary>
    public IReadOnlyList<FetchedMessage> Messages { get; internal set; } = [];

    /// <summary>With <c>unchangedSince</c>: these had changed meanwhile and were left alone (RFC 7162 §3.1.3).</summary>
    public UidSet Modified { get; internal set; } = UidSet.Empty;
}

public sealed partial class ImapConnection
{
    // RFC 9051 §6.4.6
    /// <summary>Changes flags. UIDs that no message has are passed over.</summary>
    /// <param name="uids">Which messages.</param>
    /// <param name="mode">Add, remove, replace.</param>
    /// <param name="flags">As <c>\Seen</c>; a keyword only where PERMANENTFLAGS has it or <c>\*</c> (Exchange: BAD Command Argument Error. 11).</param>
    /// <param name="silent">Do not report the new flags.</param>
    /// <param name="unchangedSince">CONDSTORE: only messages whose MODSEQ is not above it.</param>
    /// <param name="cancellationToken">Cancels; chunks that were sent are done.</param>
    public async Task<StoreResult> UidStoreAsync(
        UidSet uids, StoreMode mode, IEnumerable<string> flags, bool silent = true, ulong? unchangedSince = null, CancellationToken cancellationToken = default)
    {
        string[] all = flags.ToArray();
        var messages = new List<FetchedMessage>();
        UidStoreCommand[] commands = UidChunks.All(uids)
            .Select(chunk => new UidStoreCommand(chunk, mode, all, silent, unchangedSince, messages))
            .ToArray();
        StatusResponse[] answers = await ExecuteAllAsync(commands, cancellationToken).ConfigureAwait(false);
        var modified = new List<uint>();
        foreach (StatusResponse answer in answers)
        {
            if (answer.Code == "MODIFIED" && UidSet.TryParse(answer.Arguments, out UidSet some))
            {
                modified.AddRange(some);
            }
        }

        return new StoreResult { Messages = messages, Modified = UidSet.Of(modified) };
    }
}

internal sealed class UidStoreCommand : ImapCommand
{
    private readonly UidSet _uids;
    private readonly StoreMode _mode;
    private readonly string[] _flags;
    private readonly bool _silent;
    private readonly ulong? _unchangedSince;
    private readonly List<FetchedMessage> _messages;

    public UidStoreCommand(UidSet uids, StoreMode mode, string[] flags, bool silent, ulong? unchangedSince, List<FetchedMessage> messages)
    {
        _uids = uids;
        _mode = mode;
        _flags = flags;
        _silent = silent;
        _unchangedSince = unchangedSince;
        _messages = messages;
    }

    public override string Name => "UID STORE";

    public override void Write(ImapEncoder encoder)
    {
        encoder.Raw("UID STORE ").Raw(_uids.ToString()).Space();
        if (_unchangedSince is { } since)
        {
            encoder.Raw("(UNCHANGEDSINCE ").Raw(since.ToString(CultureInfo.InvariantCulture)).Raw(") ");
        }

        encoder.Raw(_mode switch { StoreMode.Add => "+", StoreMode.Remove => "-", _ => "" });
        encoder.Raw(_silent ? "FLAGS.SILENT " : "FLAGS ").Flags(_flags);
    }

    public override bool Data(DataKind kind, uint number, ref ImapDecoder decoder)
    {
        if (kind != DataKind.Fetch || _silent || !decoder.TrySpace() || !decoder.TryChar('('))
        {
            return false;
        }

        var message = new FetchedMessage { Sequence = number };
        FetchReader.Read(ref decoder, message, out _);
        _messages.Add(message);
        return true;
    }
}
