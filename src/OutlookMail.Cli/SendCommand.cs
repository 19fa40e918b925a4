using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;

namespace OutlookMail.Cli;

/// <summary><c>outlookmail send</c>: one mail, at once and through the outbox's journal.</summary>
internal static class SendCommand
{
    public static Command Create()
    {
        var to = Several("--to", "Recipients: addresses, with or without a name.");
        var cc = Several("--cc", "");
        var bcc = Several("--bcc", "");
        var replyTo = Several("--reply-to", "Where answers go.");
        var from = new Option<string?>("--from") { Description = "A shared mailbox or an alias that the account may send as." };
        var subject = new Option<string>("--subject") { Required = true };
        var body = new Option<string?>("--body") { Description = "The text." };
        var bodyFile = new Option<string?>("--body-file") { Description = "A file with the text; - for standard input." };
        var htmlFile = new Option<string?>("--html-file") { Description = "A file with HTML; - for standard input. A text part is made of it." };
        var attachments = Several("--attachment", "Files.");
        var key = new Option<string?>("--idempotency-key") { Description = "The same key sends the same mail once, however often this runs." };
        var whatIf = new Option<bool>("--what-if") { Description = "Writes the mail and says where it would go; sends nothing." };
        var command = CommandBuilder.InSession(
            "send",
            "Sends a mail. With a key it is sent once, whatever is killed or started again.",
            [to, cc, bcc, replyTo, from, subject, body, bodyFile, htmlFile, attachments, key, whatIf],
            async (session, parsed, report, events, cancellationToken) =>
            {
                var draft = new MailDraft
                {
                    To = Given(parsed, to),
                    Cc = Given(parsed, cc),
                    Bcc = Given(parsed, bcc),
                    ReplyTo = Given(parsed, replyTo),
                    From = parsed.GetValue(from),
                    Subject = parsed.GetValue(subject)!,
                    Text = parsed.GetValue(bodyFile) is { } text ? InputFile.Read(text) : parsed.GetValue(body),
                    Html = parsed.GetValue(htmlFile) is { } html ? InputFile.Read(html) : null,
                    ImageFolder = parsed.GetValue(htmlFile) is { } page and not "-" ? Path.GetDirectoryName(Path.GetFullPath(page)) : null,
                    AttachmentPaths = Given(parsed, attachments).Select(Path.GetFullPath).ToArray(),
                };
                if (parsed.GetValue(whatIf))
                {
                    var mail = await OutlookClient.Shared.ComposeAsync(session, draft, cancellationToken);
                    report.Write(new { mail.Sender, mail.Recipients, mail.Subject, mail.Length }, $"would send {mail.Length} octets from {mail.Sender} to {string.Join(", ", mail.Recipients)}: {mail.Subject}");
                    return;
                }

                var sent = await OutlookClient.Shared.SendMailAsync(session, draft, new SendRequest { IdempotencyKey = parsed.GetValue(key) }, events, cancellationToken);
                report.Write(
                    new { sent.State, sent.Subject, sent.From, recipients = sent.Recipients, sent.MessageId, sent.Size, sent.OutboxId, sent.IsRepeat },
                    $"{sent.State}: {sent.Subject} to {string.Join(", ", sent.Recipients.Select(one => one.Address))}{(sent.IsRepeat ? " (earlier, by this key)" : "")}");
            });
        command.Validators.Add(result =>
        {
            if (result.GetResult(body) is not null && result.GetResult(bodyFile) is not null)
            {
                result.AddError("A mail has one text: --body or --body-file.");
            }

            if (new Option[] { body, bodyFile, htmlFile }.All(option => result.GetResult(option) is null) && result.GetResult(attachments) is null)
            {
                result.AddError("A mail has --body, --body-file, --html-file or --attachment.");
            }
        });
        return command;
    }

    private static Option<string[]> Several(string name, string description) => new(name) { Description = description, AllowMultipleArgumentsPerToken = true };

    private static string[] Given(ParseResult parsed, Option<string[]> option) => parsed.GetValue(option) ?? [];
}
