using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>A mail as a cmdlet's parameters say it, or one that New-OutlookMail has written.</summary>
internal sealed class WrittenMail
{
    private readonly OutlookMailDraft? written;

    private WrittenMail(MailDraft draft, OutlookMailDraft? written)
    {
        Draft = draft;
        this.written = written;
    }

    internal MailDraft Draft { get; }

    /// <summary>True: it was found bad, and counted, in a dry run.</summary>
    internal bool IsUnfit { get; set; }

    internal string Subject => written?.Subject ?? Draft.Subject;

    internal string Recipients => string.Join(", ", written is null ? Draft.To.Concat(Draft.Cc).Concat(Draft.Bcc) : written.Recipients);

    internal static WrittenMail Of(OutlookMailDraft written) => new(new MailDraft(), written);

    internal static WrittenMail From(MailWritingCmdlet from, object[] attachments)
    {
        RefuseContradictions(from);

        // A row's empty cell says nothing.
        string? html = from.BodyAsHtml ? from.Body : NotEmpty(from.Html);
        var draft = new MailDraft
        {
            To = NotEmpty(from.To),
            Cc = NotEmpty(from.Cc),
            Bcc = NotEmpty(from.Bcc),
            ReplyTo = NotEmpty(from.ReplyTo),
            From = NotEmpty(from.From),
            Subject = from.Subject ?? "",
            Text = from.BodyAsHtml ? null : from.Body,
            Html = html,
            Markdown = NotEmpty(from.Markdown),
            Charset = from.Encoding is { } encoding ? EncodingArguments.From(encoding) : null,
            ImageFolder = html is null ? null : FileSystemPaths.Current(from),
            Priority = from.Priority,
            Sensitivity = from.Sensitivity,
            Headers = HeaderArguments.From(from.Header),
            ReadReceipt = from.ReadReceipt,
            DeliveryNotification = from.DeliveryNotificationOption,
            ListUnsubscribe = from.ListUnsubscribe,
            OneClickUnsubscribe = from.OneClickUnsubscribe,
            Invitation = from.Invitation is { } invitation ? InvitationArguments.From(invitation) : null,
            InReplyTo = from.InReplyTo,
            ReplyAll = from.ReplyAll,
            Forward = from.Forward,
            Signature = from.Signature is { } name && name.IndexOfAny(new[] { '/', '\\' }) >= 0 ? FileSystemPaths.Target(from, name, literal: true) : from.Signature,
            SignWith = from.SignWith,
            EncryptFor = from.EncryptFor,
        };
        AttachmentArguments.Add(from, draft, attachments);
        return new WrittenMail(draft, null);
    }

    // One of the two would be left out without a word.
    private static void RefuseContradictions(MailWritingCmdlet from)
    {
        (string Parameter, string Other)? both =
            NotEmpty(from.Html) is not null && NotEmpty(from.Markdown) is not null ? ("Markdown", "Html")
            : from.BodyAsHtml && NotEmpty(from.Html) is not null ? ("BodyAsHtml", "Html")
            : from.BodyAsHtml && NotEmpty(from.Markdown) is not null ? ("BodyAsHtml", "Markdown")
            : from.InReplyTo is not null && from.Forward is not null ? ("Forward", "InReplyTo")
            : null;
        if (both is { } pair)
        {
            throw CmdletErrors.ArgumentInvalid(pair.Parameter, $"-{pair.Other} is given too", "Give one of the two. Nothing was sent.");
        }

        if (from.ReplyAll && from.InReplyTo is null)
        {
            throw CmdletErrors.ArgumentInvalid("ReplyAll", "no message is answered", "Name it: -InReplyTo $message -ReplyAll. Nothing was sent.");
        }
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string[] NotEmpty(string[]? texts) => (texts ?? Array.Empty<string>()).Where(text => !string.IsNullOrWhiteSpace(text)).ToArray();

    internal async Task<ComposedMail> ComposeAsync(OutlookSession session, CancellationToken token) =>
        written is null ? await OutlookClient.Shared.ComposeAsync(session, Draft, token).ConfigureAwait(false) : ComposedMail.From(written);

    internal async Task<OutlookMailDraft> ReadAsync(OutlookSession session, CancellationToken token) =>
        written ?? await (await ComposeAsync(session, token).ConfigureAwait(false)).ToDraftAsync(token).ConfigureAwait(false);

    internal async Task<string> DescribeAsync(OutlookSession session, CancellationToken token) =>
        MailEnvelopeText.Of(await ReadAsync(session, token).ConfigureAwait(false));

    internal async Task SaveAsync(OutlookSession session, CmdletOutput output, CancellationToken token) =>
        await output.WriteAsync(await OutlookClient.Shared.SaveDraftAsync(session, Draft, token).ConfigureAwait(false)).ConfigureAwait(false);

    internal async Task SendAsync(OutlookSession session, SendRequest request, CmdletOutput output, CancellationToken token)
    {
        var events = new OutboxEvents(output);
        OutlookSendResult result = written is null
            ? await OutlookClient.Shared.SendMailAsync(session, Draft, request, events, token).ConfigureAwait(false)
            : await OutlookClient.Shared.SendMailAsync(session, ComposedMail.From(written), request, events, token).ConfigureAwait(false);
        foreach (OutlookRecipientResult refused in result.Recipients.Where(one => !one.Accepted && one.Reply.StartsWith("5", StringComparison.Ordinal)))
        {
            output.Warning($"The server did not take {refused.Address}: {refused.Reply} The other recipients have the mail.");
        }

        await output.WriteAsync(result).ConfigureAwait(false);
    }

    internal QueuedDraft Queued(QueueRequest request) =>
        written is null ? new QueuedDraft(Draft, request) : new QueuedDraft(ComposedMail.From(written), request);
}
