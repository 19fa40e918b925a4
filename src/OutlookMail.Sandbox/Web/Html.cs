using System.Globalization;
using System.Collections.Generic;
using System.Text;
using System.Web;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Web;

/// <summary>The frame of every page. Text goes through <see cref="Text"/>; what is passed as markup is ours.</summary>
internal static class Html
{
    // Nothing from elsewhere, no inline script; forms lead back here or, after a sign-in, to the app's redirect URI.
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; frame-src 'self'; connect-src 'self'; form-action 'self' http: https:; base-uri 'none'; frame-ancestors 'none'";

    private static readonly (string Path, string Name)[] Sections =
        [("/", "Overview"), ("/mail", "Mail"), ("/device", "Enter a code"), ("/apps", "Apps"), ("/log", "Log"), ("/faults", "Faults")];

    public static string Text(string? text) => HttpUtility.HtmlEncode(text) ?? "";

    /// <summary>A page of the console, with its navigation.</summary>
    public static WebAnswer Page(string title, string current, string main, int status = 200)
    {
        var links = new StringBuilder();
        foreach ((string path, string name) in Sections)
        {
            links.Append(CultureInfo.InvariantCulture, $"<li><a href=\"{path}\"{(path == current ? " aria-current=\"page\"" : "")}>{name}</a></li>");
        }

        return Frame(title, $"<nav aria-label=\"Sandbox\"><ul>{links}</ul></nav><main id=\"main\">{main}</main>", status);
    }

    /// <summary>A sign-in card in the middle of the page.</summary>
    public static WebAnswer Card(string title, string main, int status = 200) =>
        Frame(title, $"<main id=\"main\" class=\"card\"><p class=\"brand\">Microsoft sign-in, imitated</p>{main}</main>", status);

    /// <summary>A problem, said so that a screen reader speaks it at once.</summary>
    public static string Alert(string? text) => text is null ? "" : $"<p class=\"alert\" role=\"alert\">{Text(text)}</p>";

    public static string Options(IEnumerable<string> values, string? selected)
    {
        var options = new StringBuilder();
        foreach (string value in values)
        {
            options.Append(CultureInfo.InvariantCulture, $"<option value=\"{Text(value)}\"{(value == selected ? " selected" : "")}>{Text(value)}</option>");
        }

        return options.ToString();
    }

    private static WebAnswer Frame(string title, string body, int status) => WebAnswer.Html($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{Text(title)} - SANDBOX</title>
        <link rel="stylesheet" href="/assets/sandbox.css">
        <link rel="icon" href="data:,">
        <script src="/assets/sandbox.js" defer></script>
        </head>
        <body>
        <a class="skip" href="#main">Skip to content</a>
        <p class="banner"><strong>SANDBOX</strong> Nothing here is real, and nothing leaves this machine.</p>
        {body}
        </body>
        </html>
        """, status)
        .With("Content-Security-Policy", Policy)
        .With("X-Content-Type-Options", "nosniff")
        .With("Referrer-Policy", "same-origin")
        .With("Cache-Control", "no-store");
}
