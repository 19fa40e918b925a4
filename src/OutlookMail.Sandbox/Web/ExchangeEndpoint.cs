using System.Text.Json;
using System.Text.Json.Nodes;
using OutlookMail.Sandbox.Exchange.Administration;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Web;

/// <summary>/exchange.ps1 hands out the administrator's commands as functions; they call /exchange/{command} with a JSON object of parameters.</summary>
internal static class ExchangeEndpoint
{
    public static WebAnswer Script(SandboxServer server) => WebAnswer.Text(ExchangeScript.Define(server.Info.WebPage));

    /// <returns>Null for anything but a POST.</returns>
    public static WebAnswer? Handle(SandboxServer server, WebRequest request, string command)
    {
        if (request.Method != "POST")
        {
            return null;
        }

        try
        {
            JsonObject given = JsonNode.Parse(request.Body) as JsonObject ?? throw new JsonException();
            return WebAnswer.Json(new JsonObject { ["value"] = ExchangeCommandTable.Run(server.Exchange, command, given) });
        }
        catch (SandboxExchangeException e)
        {
            return Refusal(e.ErrorId, e.Message);
        }
        catch (JsonException)
        {
            return Refusal("BadRequest", "The body is no JSON object of parameters.");
        }
    }

    private static WebAnswer Refusal(string code, string message) =>
        WebAnswer.Json(new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } }, 400);
}
