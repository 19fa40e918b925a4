using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// Which folder is for what. A server with SPECIAL-USE says so; Exchange has none (facts 4.3) and names its folders in
/// the language that the mailbox was first opened in, so that its names are looked up.
/// </summary>
internal static class WellKnownNames
{
    private static readonly Dictionary<string, OutlookWellKnownFolder> Uses = new(StringComparer.OrdinalIgnoreCase)
    {
        ["\\Drafts"] = OutlookWellKnownFolder.Drafts,
        ["\\Sent"] = OutlookWellKnownFolder.Sent,
        ["\\Trash"] = OutlookWellKnownFolder.Deleted,
        ["\\Junk"] = OutlookWellKnownFolder.Junk,
        ["\\Archive"] = OutlookWellKnownFolder.Archive,
    };

    // As Outlook makes them in the languages it is most used in, the likelier first; business mailboxes mostly keep the
    // English ones. Names of other mail programs stand last.
    private static readonly Dictionary<OutlookWellKnownFolder, string[]> Names = new()
    {
        [OutlookWellKnownFolder.Sent] =
        [
            "Sent Items", "Gesendete Elemente", "Gesendete Objekte", "Éléments envoyés", "Elementos enviados", "Itens Enviados",
            "Posta inviata", "Verzonden items", "Skickat", "Sendte elementer", "Sendt post", "Lähetetyt", "Elementy wysłane",
            "Odeslaná pošta", "Odoslaná pošta", "Elküldött elemek", "Отправленные", "Надіслані", "Gönderilmiş Öğeler",
            "送信済みアイテム", "已发送邮件", "寄件備份", "보낸 편지함", "Sent", "Sent Messages",
        ],
        [OutlookWellKnownFolder.Deleted] =
        [
            "Deleted Items", "Gelöschte Elemente", "Gelöschte Objekte", "Éléments supprimés", "Elementos eliminados", "Itens Excluídos",
            "Itens Eliminados", "Posta eliminata", "Verwijderde items", "Borttaget", "Slettede elementer", "Slettet post", "Poistetut",
            "Elementy usunięte", "Odstraněná pošta", "Odstránená pošta", "Törölt elemek", "Удаленные", "Удалённые", "Видалені",
            "Silinmiş Öğeler", "削除済みアイテム", "已删除邮件", "刪除的郵件", "지운 편지함", "Trash", "Deleted Messages", "Deleted",
        ],
        [OutlookWellKnownFolder.Drafts] =
        [
            "Drafts", "Entwürfe", "Brouillons", "Borradores", "Rascunhos", "Bozze", "Concepten", "Utkast", "Kladd", "Kladder",
            "Luonnokset", "Wersje robocze", "Koncepty", "Piszkozatok", "Черновики", "Чернетки", "Taslaklar", "下書き", "草稿",
            "임시 보관함",
        ],
        [OutlookWellKnownFolder.Junk] =
        [
            "Junk Email", "Junk E-Mail", "Junk-E-Mail", "Courrier indésirable", "Correo no deseado", "Lixo Eletrônico", "E-mail de Lixo",
            "Posta indesiderata", "Ongewenste e-mail", "Skräppost", "Søppelpost", "Uønsket mail", "Uønsket e-mail", "Roskaposti",
            "Wiadomości-śmieci", "Nevyžádaná pošta", "Nevyžiadaná pošta", "Levélszemét", "Нежелательная почта", "Небажана пошта",
            "Önemsiz E-posta", "迷惑メール", "垃圾邮件", "垃圾郵件", "정크 메일", "Junk", "Spam",
        ],
        [OutlookWellKnownFolder.Archive] =
        [
            "Archive", "Archiv", "Archives", "Archivo", "Arquivo", "Arquivo Morto", "Archivio", "Archief", "Arkiv", "Arkisto",
            "Archiwum", "Archív", "Archívum", "Архив", "Архів", "Arşiv", "アーカイブ", "存档", "封存", "보관",
        ],
    };

    /// <summary>The folders that are for something, by full name. Each use has one folder at most.</summary>
    public static IReadOnlyDictionary<string, OutlookWellKnownFolder> Of(IReadOnlyList<ListResponse> folders)
    {
        var found = new Dictionary<string, OutlookWellKnownFolder>(StringComparer.Ordinal) { ["INBOX"] = OutlookWellKnownFolder.Inbox };
        foreach (var use in Names.Keys)
        {
            if (Find(folders, use) is { } name && !found.ContainsKey(name))
            {
                found[name] = use;
            }
        }

        return found;
    }

    /// <returns>The full name; null when no folder looks like it.</returns>
    public static string? Find(IReadOnlyList<ListResponse> folders, OutlookWellKnownFolder use)
    {
        if (use == OutlookWellKnownFolder.Inbox)
        {
            return "INBOX";
        }

        return folders.FirstOrDefault(folder => folder.Attributes.Any(a => Uses.TryGetValue(a, out var told) && told == use))?.Name
            ?? Names[use].Select(name => folders.FirstOrDefault(folder => Is(folder, name))?.Name).FirstOrDefault(name => name is not null);
    }

    /// <summary>Inbox, Sent, Drafts, Deleted, Junk, Archive; in any case of letters.</summary>
    public static bool TryParse(string text, out OutlookWellKnownFolder use)
    {
        use = OutlookWellKnownFolder.None;
        return text.Length > 0 && char.IsLetter(text[0]) && Enum.TryParse(text, ignoreCase: true, out use) && use != OutlookWellKnownFolder.None;
    }

    // Dovecot and others keep them below INBOX.
    private static bool Is(ListResponse folder, string name) => string.Equals(
        folder.Delimiter is { } delimiter && folder.Name.StartsWith("INBOX" + delimiter, StringComparison.OrdinalIgnoreCase)
            ? folder.Name.Substring(6)
            : folder.Name,
        name,
        StringComparison.OrdinalIgnoreCase);
}
