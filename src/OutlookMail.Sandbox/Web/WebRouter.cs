using System;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Graph;
using OutlookMail.Sandbox.Http;
using OutlookMail.Sandbox.Web.Assets;

namespace OutlookMail.Sandbox.Web;

/// <summary>Every HTTP address: what clients call comes through TLS only, what people look at comes without.</summary>
internal sealed class WebRouter
{
    private readonly SandboxServer server;
    private readonly EntraService entra;
    private readonly SandboxRequestLog log;

    public WebRouter(SandboxServer server, EntraService entra, SandboxRequestLog log)
    {
        this.server = server;
        this.entra = entra;
        this.log = log;
    }

    public async Task<WebAnswer> HandleAsync(WebRequest request, CancellationToken ct)
    {
        if (request.IsSecure && entra.Faults.Take(OutlookSandboxFault.Slow))
        {
            await Task.Delay(entra.Faults.Delay, entra.Options.Time, ct).ConfigureAwait(false);
        }

        string service = !request.IsSecure ? request.Path is ["exchange", _] ? "Exchange" : "Web" : request.Path is ["v1.0", ..] ? "Graph" : "Entra";
        WebAnswer answer = Route(request) ?? WebAnswer.Text("Not found.", 404);
        if (request.Path is not ["assets", ..] and not ["log", "rows"])
        {
            log.Add(service, request.Method + " " + request.RawPath, string.Create(CultureInfo.InvariantCulture, $"{answer.Status}{ErrorOf(answer)}"), null);
        }

        return answer;
    }

    private WebAnswer? Route(WebRequest request)
    {
        // Another page, also one on another local port, has no business posting here.
        if (request.Method == "POST" && !request.IsSecure && request.Headers["Origin"] is string origin && !IsOwn(origin))
        {
            return WebAnswer.Text("Forms are taken from the sandbox's own pages only.", 403);
        }

        WebAnswer? page = request.Path switch
        {
            [var tenant, "oauth2", "v2.0", "authorize"] => new AuthorizePage(entra).Handle(request, tenant),
            [_, "oauth2", "v2.0", "logout"] => LogoutPage.Handle(entra, request),
            [var tenant, "adminconsent"] => new AdminConsentPage(entra).Handle(request, tenant, isV2: false),
            [var tenant, "v2.0", "adminconsent"] => new AdminConsentPage(entra).Handle(request, tenant, isV2: true),
            _ => null,
        };
        return page ?? (request.IsSecure ? Api(request) : Page(request));
    }

    private WebAnswer? Api(WebRequest request) => new GraphRouter(entra).Handle(request) ?? new EntraRouter(entra).Handle(request);

    private WebAnswer? Page(WebRequest request) => request.Path switch
    {
        [] => HomePage.Render(server),
        ["device"] => new DevicePage(entra).Handle(request),
        ["assets", var name] => AssetFiles.Find(name),
        ["mail", ..] => new MailPage(server).Handle(request),
        ["apps"] => AppsPage.Render(entra),
        ["log"] => LogPage.Render(log),
        ["log", "rows"] => LogPage.Rows(log),
        ["faults"] => FaultsPage.Handle(server, request),
        ["exchange.ps1"] => ExchangeEndpoint.Script(server),
        ["exchange", var command] => ExchangeEndpoint.Handle(server, request, command),
        _ => null,
    };

    private bool IsOwn(string origin) =>
        origin == entra.WebPage || origin == entra.WebPage.Replace("//localhost:", "//127.0.0.1:", StringComparison.Ordinal);

    private static string ErrorOf(WebAnswer answer)
    {
        if (answer.Status < 400 || answer.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true)
        {
            return "";
        }

        try
        {
            JsonNode? error = JsonNode.Parse(answer.Body);
            if (error?["error_codes"] is JsonArray codes && codes.Count > 0)
            {
                return $" AADSTS{codes[0]}";
            }

            return error?["error"] is JsonObject graph ? $" {graph["code"]}" : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
