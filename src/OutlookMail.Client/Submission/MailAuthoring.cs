using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What writing a mail needs of the mailbox: the message that is answered, the folder of drafts, the mark of an answer.</summary>
internal static class MailAuthoring
{
    public static async Task<ComposedMail> ComposeAsync(SessionService sessions, LiveSession session, MailDraft draft, bool keepBcc, CancellationToken cancellationToken)
    {
        if ((draft.InReplyTo ?? draft.Forward) is not { } message)
        {
            return DraftComposer.Compose(draft, DraftContext.Of(session), null, keepBcc);
        }

        using var original = await ReadAsync(sessions.Find(message.Session), message, cancellationToken);
        return DraftComposer.Compose(draft, DraftContext.Of(session), new OriginalMail(original, isForward: draft.InReplyTo is null), keepBcc);
    }

    /// <exception cref="OutlookMailException">There is no folder of drafts, or it takes no mail.</exception>
    public static Task<OutlookMailDraft> SaveAsync(LiveSession session, ComposedMail mail, CancellationToken cancellationToken) => session.OnImapAsync(
        async (imap, ct) =>
        {
            var saved = await mail.ToDraftAsync(ct);
            saved.Folder = WellKnownNames.Find(await imap.ListAsync("", "*", ct), OutlookWellKnownFolder.Drafts) ?? throw MailErrors.FolderNotFound("Drafts", null);
            var result = await imap.AppendAsync(saved.Folder, new AppendMessage(saved.Message) { Flags = ["\\Draft", "\\Seen"] }, ct);
            if (result.Refusal is { } refusal)
            {
                throw refusal;
            }

            saved.Uid = result.Uid == 0 ? null : result.Uid;
            return saved;
        },
        "Drafts",
        cancellationToken);

    /// <summary>Marks a message as answered (RFC 9051 §2.3.2).</summary>
    public static Task MarkAnsweredAsync(LiveSession session, OutlookMessage message, CancellationToken cancellationToken) => session.OnImapAsync(
        async (imap, ct) =>
        {
            var folder = await imap.SelectAsync(message.Folder, readOnly: false, ct);
            if (folder.UidValidity == message.UidValidity)
            {
                await imap.UidStoreAsync(UidSet.Of(message.Uid), StoreMode.Add, ["\\Answered"], cancellationToken: ct);
            }

            return true;
        },
        message,
        cancellationToken);

    private static async Task<MimeMessage> ReadAsync(LiveSession session, OutlookMessage message, CancellationToken cancellationToken)
    {
        MimeMessage? mime = null;
        var folder = new FolderAt(message.Folder, message.UidValidity);
        await foreach (var body in session.Imap.DownloadAsync(folder, UidSet.Of(message.Uid), message, cancellationToken))
        {
            mime = await MimeMessage.ReadAsync(body.OpenRead(), cancellationToken);
        }

        return mime ?? throw MailErrors.MessageNotFound(message);
    }
}
