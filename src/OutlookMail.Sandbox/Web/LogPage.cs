using System.Globalization;
using System.Linq;
using System.Text;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Web;

/// <summary>/log: the latest requests, following along while the box is ticked.</summary>
internal static class LogPage
{
    private const int Shown = 200;

    public static WebAnswer Render(SandboxRequestLog log) => Html.Page("Log", "/log", $"""
        <h1>Requests</h1>
        <p><label><input type="checkbox" id="follow" checked> Follow</label></p>
        <div class="scroll"><table>
        <thead><tr><th scope="col">Time</th><th scope="col">Service</th><th scope="col">Request</th><th scope="col">Answer</th><th scope="col">User</th></tr></thead>
        <tbody data-live="/log/rows">{Body(log)}</tbody>
        </table></div>
        """);

    public static WebAnswer Rows(SandboxRequestLog log) => WebAnswer.Html(Body(log)).With("Cache-Control", "no-store");

    private static string Body(SandboxRequestLog log)
    {
        var rows = new StringBuilder();
        foreach (SandboxRequest entry in log.Entries.Reverse().Take(Shown))
        {
            rows.Append(CultureInfo.InvariantCulture, $"<tr><td>{entry.Time:HH:mm:ss}</td><td>{Html.Text(entry.Service)}</td><td><code>{Html.Text(entry.Request)}</code></td><td>{Html.Text(entry.Answer)}</td><td>{Html.Text(entry.User)}</td></tr>");
        }

        return rows.Length == 0 ? "<tr><td colspan=\"5\">Nothing yet.</td></tr>" : rows.ToString();
    }
}
