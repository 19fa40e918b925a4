using System;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using OutlookMail.Client;

namespace OutlookMail.Cli;

/// <summary><c>outlookmail list</c>: messages, newest first.</summary>
internal static class ListCommand
{
    private const ulong DefaultFirst = 20;

    public static Command Create()
    {
        var folder = new Option<string[]>("--folder") { Description = "Names, well-known names (Inbox, Sent, …) or patterns; the inbox when not given.", AllowMultipleArgumentsPerToken = true };
        var first = new Option<ulong>("--first") { Description = "How many; 20 when not given.", DefaultValueFactory = _ => DefaultFirst };
        var unread = new Option<bool>("--unread") { Description = "Only what nobody has read." };
        var from = new Option<string?>("--from");
        var subject = new Option<string?>("--subject");
        var since = MomentOption.Create("--since", "Received then or later.");
        var before = MomentOption.Create("--before", "Received earlier.");
        return CommandBuilder.InSession(
            "list",
            "Lists messages, newest first, as they arrive.",
            [folder, first, unread, from, subject, since, before],
            async (session, parsed, report, events, cancellationToken) =>
            {
                var query = new MailQuery
                {
                    Folders = parsed.GetValue(folder) is { Length: > 0 } named ? named : ["INBOX"],
                    First = parsed.GetValue(first),
                    Unread = parsed.GetValue(unread) ? true : null,
                    From = parsed.GetValue(from),
                    Subject = parsed.GetValue(subject),
                    Since = parsed.GetValue(since),
                    Before = parsed.GetValue(before),
                };
                await foreach (var mail in OutlookClient.Shared.GetMailAsync(session, query, events, cancellationToken))
                {
                    report.Write(
                        new
                        {
                            mail.Folder,
                            mail.UidValidity,
                            mail.Uid,
                            mail.Received,
                            from = mail.From?.ToString(),
                            to = mail.To.Select(one => one.ToString()),
                            mail.Subject,
                            mail.Size,
                            mail.Flags,
                            mail.MessageId,
                            mail.HasAttachment,
                        },
                        string.Create(CultureInfo.InvariantCulture, $"{mail.Received.LocalDateTime:yyyy-MM-dd HH:mm} {(mail.IsRead ? ' ' : '*')} {mail.From?.ToString() ?? "(no sender)"}  {mail.Subject}"));
                }
            });
    }
}
