using System;
using System.Globalization;
using System.Linq;
using System.Text;
using OutlookMail.Mime;
using OutlookMail.Sandbox.Http;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Web;

/// <summary>/mail: mailboxes, folders, and a message with its parts. What a message brings never runs and loads nothing.</summary>
internal sealed class MailPage
{
    private const int Shown = 200;

    private readonly SandboxServer server;

    public MailPage(SandboxServer server) => this.server = server;

    public WebAnswer Handle(WebRequest request)
    {
        SandboxMailbox? mailbox = server.Store.Find(request.Query["mailbox"] ?? server.Users[0].Address);
        SandboxFolder? folder = mailbox?.Find(request.Query["folder"] ?? SandboxMailbox.Inbox);
        if (mailbox is null || folder is null)
        {
            return Html.Page("Mail", "/mail", "<h1>No such folder</h1>", 404);
        }

        SandboxMessage? message = uint.TryParse(request.Query["uid"], NumberStyles.None, CultureInfo.InvariantCulture, out uint uid)
            ? folder.Messages.FirstOrDefault(m => m.Uid == uid)
            : null;
        return (request.Path, message) switch
        {
            (["mail", "html"], not null) => MailFrame.Html(message),
            (["mail", "source"], not null) => MailFrame.Source(message),
            (["mail", "part"], not null) => MailFrame.Part(message, request.Query["n"]) ?? Html.Page("Mail", "/mail", "<h1>No such part</h1>", 404),
            (["mail"], _) => Page(mailbox, folder, message),
            _ => Html.Page("Mail", "/mail", "<h1>No such message</h1>", 404),
        };
    }

    private WebAnswer Page(SandboxMailbox mailbox, SandboxFolder folder, SandboxMessage? message)
    {
        string folders = string.Concat(mailbox.Folders.Select(f =>
            $"<li><a href=\"{Link(mailbox, f)}\"{(f == folder ? " aria-current=\"true\"" : "")}><span>{Html.Text(f.Name)}</span><span class=\"soft\">{f.Count}</span></a></li>"));
        return Html.Page("Mail of " + mailbox.Address, "/mail", $"""
            <h1>{Html.Text(mailbox.Address)}</h1>
            <form class="inline" method="get" action="/mail"><div><label for="mailbox">Mailbox</label>
            <select id="mailbox" name="mailbox">{Html.Options(server.Store.Mailboxes.Select(m => m.Address), mailbox.Address)}</select></div>
            <button>Open</button></form>
            <div class="mail">
            <nav aria-label="Folders"><ul>{folders}</ul></nav>
            <div>{(message is null ? List(mailbox, folder) : Read(mailbox, folder, message))}</div>
            </div>
            """);
    }

    private static string List(SandboxMailbox mailbox, SandboxFolder folder)
    {
        var rows = new StringBuilder();
        foreach (SandboxMessage message in folder.Messages.Reverse().Take(Shown))
        {
            using var mail = MimeMessage.Parse(message.Bytes);
            bool isUnread = (message.Flags & SandboxFlags.Seen) == 0;
            string subject = string.IsNullOrEmpty(mail.Subject) ? "(no subject)" : mail.Subject;
            rows.Append(CultureInfo.InvariantCulture, $"<tr{(isUnread ? " class=\"unread\"" : "")}><td>{Html.Text(mail.From.FirstOrDefault()?.ToString())}</td><td><a href=\"{Link(mailbox, folder)}&amp;uid={message.Uid}\">{Html.Text(subject)}</a></td><td>{message.InternalDate.UtcDateTime:yyyy-MM-dd HH:mm}</td><td class=\"number\">{message.Length:N0}</td></tr>");
        }

        return $"""
            <h2>{Html.Text(folder.Name)}</h2>
            <div class="scroll"><table><thead><tr><th scope="col">From</th><th scope="col">Subject</th><th scope="col">Received</th><th scope="col">Octets</th></tr></thead>
            <tbody>{(rows.Length == 0 ? "<tr><td colspan=\"4\">No mail here.</td></tr>" : rows.ToString())}</tbody></table></div>
            """;
    }

    private static string Read(SandboxMailbox mailbox, SandboxFolder folder, SandboxMessage message)
    {
        using var mail = MimeMessage.Parse(message.Bytes);
        string query = $"{Link(mailbox, folder)[5..]}&amp;uid={message.Uid}";
        string attachments = string.Concat(mail.Attachments.Select((a, n) =>
            $"<li><a href=\"/mail/part{query}&amp;n={n}\" download>{Html.Text(a.FileName ?? a.MediaType)}</a></li>"));
        string body = mail.HtmlBody is not null
            ? $"<iframe title=\"Message text\" sandbox=\"\" src=\"/mail/html{query}\"></iframe>"
            : $"<pre>{Html.Text(mail.GetText())}</pre>";
        return $"""
            <p><a href="{Link(mailbox, folder)}">Back to {Html.Text(folder.Name)}</a></p>
            <article>
            <h2>{Html.Text(mail.Subject)}</h2>
            <dl>
            <dt>From</dt><dd>{Html.Text(string.Join(", ", mail.From))}</dd>
            <dt>To</dt><dd>{Html.Text(string.Join(", ", mail.To.Concat(mail.Cc)))}</dd>
            <dt>Date</dt><dd>{Html.Text(mail.Date?.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture))}</dd>
            <dt>Flags</dt><dd>{message.Flags}</dd>
            </dl>
            {body}
            {(attachments.Length == 0 ? "" : $"<h2>Attachments</h2><ul>{attachments}</ul>")}
            <p><a href="/mail/source{query}">Source</a></p>
            </article>
            """;
    }

    private static string Link(SandboxMailbox mailbox, SandboxFolder folder) =>
        $"/mail?mailbox={Uri.EscapeDataString(mailbox.Address)}&amp;folder={Uri.EscapeDataString(folder.Name)}";
}
