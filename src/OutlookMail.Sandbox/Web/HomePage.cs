using System.Linq;
using OutlookMail.Model;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Web;

/// <summary>/: where everything answers, and who may sign in.</summary>
internal static class HomePage
{
    public static WebAnswer Render(SandboxServer server)
    {
        OutlookSandboxInfo info = server.Info;
        string users = string.Concat(server.Users.Select(u =>
            $"<tr><td>{Html.Text(u.Address)}</td><td>{Html.Text(u.DisplayName)}</td><td>{(u.IsPersonal ? "personal" : "work")}{(u.IsAdministrator ? ", administrator" : "")}</td><td><a href=\"/mail?mailbox={System.Uri.EscapeDataString(u.Address)}\">Open mail</a></td></tr>"));
        return Html.Page("Overview", "/", $"""
            <h1>A mail tenant of your own</h1>
            <p>Entra, Graph and Exchange as a mail script meets them, on this machine only.</p>
            <h2>Endpoints</h2>
            <dl>
            <dt>Authority</dt><dd><code>{Html.Text(info.Authority)}/{Html.Text(info.Tenant)}</code></dd>
            <dt>Client ID</dt><dd><code>{Html.Text(info.ClientId)}</code></dd>
            <dt>Graph</dt><dd><code>{Html.Text(info.Graph)}/v1.0</code></dd>
            <dt>IMAP</dt><dd><code>{Html.Text(info.ImapHost)}:{info.ImapPort}</code> TLS</dd>
            <dt>SMTP</dt><dd><code>{Html.Text(info.SmtpHost)}:{info.SmtpPort}</code> STARTTLS</dd>
            <dt>Approval</dt><dd>{Html.Text(info.Approval)}</dd>
            <dt>Clock</dt><dd>{server.Clock.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC</dd>
            </dl>
            <h2>People</h2>
            <div class="scroll"><table><thead><tr><th scope="col">Address</th><th scope="col">Name</th><th scope="col">Account</th><th scope="col"><span>Mail</span></th></tr></thead><tbody>{users}</tbody></table></div>
            <h2>The sandbox's certificate authority</h2>
            <p>Clients trust it for this sandbox only. Don't put it in the machine's store.</p>
            <pre>{Html.Text(info.CertificateAuthorityPem)}</pre>
            """);
    }
}
