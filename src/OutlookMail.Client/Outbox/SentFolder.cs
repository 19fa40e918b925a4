using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;

namespace OutlookMail.Client;

/// <summary>Finds the folder that keeps what was sent. Exchange has no SPECIAL-USE and names it in the mailbox's language.</summary>
internal static class SentFolder
{
    // As Outlook makes it in the languages it is most used in; the English name is kept by most business mailboxes.
    private static readonly string[] Names =
    [
        "Sent Items", "Sent", "Sent Messages", "Gesendete Elemente", "Gesendete Objekte", "Éléments envoyés", "Elementos enviados",
        "Itens Enviados", "Posta inviata", "Verzonden items", "Skickat", "Sendte elementer", "Sendt post", "Lähetetyt",
        "Elementy wysłane", "Odeslaná pošta", "Odoslaná pošta", "Elküldött elemek", "Отправленные", "Надіслані", "Gönderilmiş Öğeler",
        "送信済みアイテム", "已发送邮件", "寄件備份", "보낸 편지함",
    ];

    /// <returns>Null when no folder looks like it.</returns>
    public static async Task<string?> FindAsync(ImapConnection imap, CancellationToken cancellationToken)
    {
        var folders = await imap.ListAsync("", "*", cancellationToken);
        return folders.FirstOrDefault(folder => folder.Has("\\Sent"))?.Name ?? Named(folders);
    }

    private static string? Named(IReadOnlyList<ListResponse> folders) => Names
        .Select(name => folders.FirstOrDefault(folder => string.Equals(Leaf(folder), name, StringComparison.OrdinalIgnoreCase))?.Name)
        .FirstOrDefault(name => name is not null);

    // Dovecot and others keep it below INBOX.
    private static string Leaf(ListResponse folder) =>
        folder.Delimiter is { } delimiter && folder.Name.StartsWith("INBOX" + delimiter, StringComparison.OrdinalIgnoreCase)
            ? folder.Name.Substring(6)
            : folder.Name;
}
