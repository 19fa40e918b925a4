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
    public async Task<SelectedFolder> SelectAsync(string folder, bool readOnly, CancellationToken cancellationToken = default)
    {
        var command = new SelectCommand(folder, readOnly);
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

    public override void Write(ImapEncoder encoder) => encoder.Raw(Name).Space().Mailbox(Folder.Name);

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
                return false;
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
            case "READ-ONLY":
                Folder.ReadOnly = true;
                break;
            case "READ-WRITE":
                Folder.ReadOnly = false;
                break;
        }
    }
}
