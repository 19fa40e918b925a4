using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Opens a folder for reading, unless it is open already, and sees to it that UIDs still mean what they meant.</summary>
internal static class FolderGuard
{
    public static Task<SelectedFolder> SelectAsync(ImapConnection imap, string folder, CancellationToken cancellationToken) =>
        imap.Selected is { } selected && selected.Name == folder
            ? Task.FromResult(selected)
            : imap.SelectAsync(folder, readOnly: true, cancellationToken);

    /// <exception cref="OutlookMailException">MessageStale: the folder was renumbered since the message was listed.</exception>
    public static async Task SelectForAsync(ImapConnection imap, OutlookMessage message, CancellationToken cancellationToken)
    {
        var folder = await SelectAsync(imap, message.Folder, cancellationToken);
        if (folder.UidValidity != message.UidValidity)
        {
            throw MailErrors.MessageStale(message, folder.UidValidity);
        }
    }
}
