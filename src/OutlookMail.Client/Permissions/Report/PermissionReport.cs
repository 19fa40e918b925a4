using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>The rows as a page of their own: no script, no outside file, one landscape page of A4 in print.</summary>
public static class PermissionReport
{
    internal const string AsAbove = "As above.";

    private const string Style = """
        :root{color-scheme:light}
        body{font:14px/1.35 "Segoe UI",system-ui,-apple-system,"Helvetica Neue",Arial,sans-serif;color:#1b1b1b;background:#fff;margin:24px auto;max-width:1240px;padding:0 16px}
        h1{font-size:22px;margin:0 0 4px}
        p{margin:0 0 12px}
        .sum span{display:inline-block;padding:2px 10px;margin-right:6px;border-radius:3px;font-weight:600}
        table{border-collapse:collapse;width:100%}
        th,td{text-align:left;vertical-align:top;padding:5px 8px;border-bottom:1px solid #d5d5d5;overflow-wrap:anywhere}
        th{font-size:12px;border-bottom:2px solid #555;white-space:nowrap}
        td.c{text-align:center;white-space:nowrap}
        td.n{font-weight:600}
        td.w{white-space:nowrap}
        td.g{font-weight:600;background:#eef2f7}
        .Passed{background:#dff3e1}.Failed{background:#fbdcdc}.Warning{background:#fff0c8}.NotTested{background:#e8e8e8}
        td.s{font-weight:600;white-space:nowrap}
        code{font:12px/1.3 Consolas,"Cascadia Mono",Menlo,monospace;white-space:pre-wrap;display:block;margin-top:3px;background:#f4f4f4;padding:3px 5px}
        footer{font-size:12px;color:#555;margin-top:10px}
        @page{size:A4 landscape;margin:8mm}
        @media print{body{font-size:calc(8px*var(--k));line-height:1.2;margin:0;padding:0;max-width:none}h1{font-size:13px}p{margin:0 0 4px}table{table-layout:fixed}th,td{padding:.19em .5em}th{font-size:.94em}code{font-size:.88em;padding:.1em .4em;margin-top:.1em}footer{font-size:7px;margin-top:4px}tr{break-inside:avoid}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
        """;

    /// <param name="rows">As Test-OutlookAppPermissions gives them.</param>
    /// <param name="app">The app's name or client id.</param>
    /// <param name="mailbox">Whose mail.</param>
    /// <param name="now">When it was tested.</param>
    public static string Html(IReadOnlyList<OutlookPermissionResult> rows, string app, string mailbox, DateTimeOffset now)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append("<title>Outlook permissions of ").Append(Text(app)).Append("</title>\n<style>\n").Append(Style).Append("\n</style>\n</head>\n<body style=\"--k:").Append(PrintScale.Of(rows).ToString("0.##", CultureInfo.InvariantCulture)).Append("\">\n");
        html.Append("<h1>Outlook permissions of ").Append(Text(app)).Append("</h1>\n<p>")
            .Append(Text(string.Join(", ", rows.Select(r => r.SignIn).Where(s => s.Length > 0).Distinct())))
            .Append(mailbox.Length > 0 ? " for " + Text(mailbox) : "")
            .Append(", tested ").Append(now.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)).Append(" UTC</p>\n<p class=\"sum\">");
        foreach (OutlookPermissionStatus status in Enum.GetValues(typeof(OutlookPermissionStatus)))
        {
            html.Append(FormattableString.Invariant($"<span class=\"{status}\">{status} {rows.Count(r => r.Status == status)}</span>"));
        }

        html.Append("</p>\n<table>\n<colgroup>").Append(string.Concat(PrintScale.Columns.Select(w => $"<col style=\"width:{w}%\">"))).Append("</colgroup>\n<thead><tr><th>Permission or setting</th><th>Declared</th><th>Consented</th><th>Token</th><th>Wire</th><th>State</th><th>Seen</th><th>Cause and fix</th><th>Who</th></tr></thead>\n<tbody>\n");
        var several = rows.Select(r => r.SignIn).Distinct().Count() > 1;
        var group = "";
        OutlookPermissionResult? before = null;
        foreach (var row in rows)
        {
            if (several && row.SignIn != group)
            {
                group = row.SignIn;
                html.Append("<tr><td class=\"g\" colspan=\"9\">").Append(Text(group)).Append("</td></tr>\n");
            }

            Append(html, row, before);
            before = row;
        }

        return html.Append("</tbody>\n</table>\n<footer>Made by Test-OutlookAppPermissions. A question mark is what could not be seen. The page holds no secret.</footer>\n</body>\n</html>\n").ToString();
    }

    private static void Append(StringBuilder html, OutlookPermissionResult row, OutlookPermissionResult? before)
    {
        html.Append("<tr><td class=\"n\">").Append(Text(row.Permission)).Append("</td>");
        foreach (var answer in new[] { row.Declared, row.Consented, row.InToken, row.Proved })
        {
            html.Append("<td class=\"c\">").Append(row.Kind == OutlookPermissionRowKind.Setting ? "" : Sign(answer)).Append("</td>");
        }

        html.Append("<td class=\"s ").Append(row.Status).Append("\">").Append(row.Status).Append("</td><td>").Append(Text(Seen(row, before))).Append("</td><td>");
        if (IsAsAbove(row, before))
        {
            html.Append(AsAbove);
        }
        else
        {
            html.Append(Text(Words(row)));
            if (row.Command.Length > 0)
            {
                html.Append("<code>").Append(Text(row.Command)).Append("</code>");
            }

            // What is no https address is no link.
            if (row.Link is { } link && link.StartsWith("https://", StringComparison.Ordinal))
            {
                html.Append(" <a href=\"").Append(Text(link)).Append("\">").Append(Text(new Uri(link).Host)).Append("</a>");
            }
        }

        html.Append("</td><td class=\"w\">").Append(row.Status == OutlookPermissionStatus.Passed ? "" : row.WhoCanFix?.ToString()).Append("</td></tr>\n");
    }

    /// <summary>The evidence, unless the row above has the same.</summary>
    internal static string Seen(OutlookPermissionResult row, OutlookPermissionResult? before) => row.Evidence.Length > AsAbove.Length && row.Evidence == before?.Evidence ? AsAbove : row.Evidence;

    /// <summary>Whether one thing to do puts this row and the one above it right.</summary>
    internal static bool IsAsAbove(OutlookPermissionResult row, OutlookPermissionResult? before) =>
        before is not null && row.Command.Length + row.Fix.Length > 0 && (row.Cause, row.Fix, row.Command, row.Link) == (before.Cause, before.Fix, before.Command, before.Link);

    /// <summary>Cause and fix in words.</summary>
    internal static string Words(OutlookPermissionResult row) => (row.Cause.Length > 0 && row.Cause != row.Evidence ? row.Cause + " " : "") + row.Fix;

    private static string Sign(bool? answer) => answer switch
    {
        true => "yes",
        false => "<b>no</b>",
        null => "?",
    };

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
