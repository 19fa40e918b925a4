using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.3.2, §6.3.3
    /// <summary>SELECT, or EXAMINE when read-only. A refusal leaves no folder selected.</summary>
    /// <exception cref="ImapRefusedException">There is no such folder (NONEXISTENT where the server says so), or it may not be opened.</exception>
    public Task<SelectedFolder> SelectAsync(string folder, bool readOnly, CancellationToken cancellationToken = default) =>
        SelectAsync(new SelectCommand(folder, readOnly), cancellationToken);

    // RFC 7162 §3.1.8
    /// <summary>The same, asking for MODSEQs. Needs CONDSTORE.</summary>
    public Task<SelectedFolder> SelectCondStoreAsync(string folder, bool readOnly, CancellationToken cancellationToken = default) =>
        SelectAsync(new SelectCommand(folder, readOnly) { Parameters = " (CONDSTORE)" }, cancellationToken);

    // RFC 7162 §3.2.5
    /// <summary>The same, with what changed since the given state in <see cref="SelectedFolder.Changes"/>; nothing is reported when UIDVALIDITY is another. Needs QRESYNC, enabled before.</summary>
    public Task<SelectedFolder> SelectResyncAsync(string folder, bool readOnly, ResyncState since, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(since);
        var command = new SelectCommand(folder, readOnly)
        {
            Parameters = string.Format(
                CultureInfo.InvariantCulture,
                " (QRESYNC ({0} {1}{2}))",
                since.UidValidity,
                since.HighestModSeq,
                since.Known is null ? "" : " " + since.Known),
        };
        command.Folder.Changes = new FolderChanges();
        return SelectAsync(command, cancellationToken);
    }

    private async Task<SelectedFolder> SelectAsync(SelectCommand command, CancellationToken cancellationToken)
    {
        Selected = null;
        await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        Selected = command.Folder;
        return command.Folder;
    }
}

internal sealed class SelectCommand : ImapCommand
{
    private readonly bool _readOnly;

    public SelectCommand(string folder, bool readOnly)
    {
        Folder = new SelectedFolder(folder, readOnly);
        _readOnly = readOnly;
    }

    public override string Name => _readOnly ? "EXAMINE" : "SELECT";

    public SelectedFolder Folder { get; }

    /// <summary>With the space before them.</summary>
    public string Parameters { get; init; } = "";

    public override void Write(ImapEncoder encoder) => encoder.Raw(Name).Space().Mailbox(Folder.Name).Raw(Parameters);

    public override bool Data(DataKind kind, uint number, ref ImapDecoder decoder)
    {
        switch (kind)
        {
            case DataKind.Exists:
                Folder.Exists = number;
                return true;
            case DataKind.Flags:
                decoder.TrySpace();
                Folder.Flags = FlagList.Read(ref decoder, "flag-list");
                return true;
            default:
                return Folder.Changes is { } changes && UidFetchChangesCommand.Take(kind, number, ref decoder, changes);
        }
    }

    public override void Status(StatusResponse response)
    {
        switch (response.Code)
        {
            case "UIDVALIDITY" when ImapConnection.Number(response, out long validity):
                Folder.UidValidity = (uint)validity;
                break;
            case "UIDNEXT" when ImapConnection.Number(response, out long next):
                Folder.UidNext = (uint)next;
                break;
            case "HIGHESTMODSEQ" when ImapConnection.Number(response, out long highest):
                Folder.HighestModSeq = (ulong)highest;
                break;
            case "PERMANENTFLAGS":
                var decoder = new ImapDecoder(response.Arguments);
                Folder.PermanentFlags = FlagList.Read(ref decoder, "PERMANENTFLAGS");
                break;
            case "MAILBOXID":
                var id = new ImapDecoder(response.Arguments);
                Folder.MailboxId = id.TryChar('(') && id.TryAString(out string? mailboxId) ? mailboxId : null;
                break;
            case "READ-ONLY":
                Folder.ReadOnly = true;
                break;
            case "READ-WRITE":
                Folder.ReadOnly = false;
                break;
        }
    }
}
