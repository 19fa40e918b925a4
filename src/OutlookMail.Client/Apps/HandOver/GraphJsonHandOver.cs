using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OutlookMail.Identity.Registration;

namespace OutlookMail.Client;

/// <summary>A hand-over as the requests themselves, for Graph Explorer or another program.</summary>
internal static class GraphJsonHandOver
{
    public static string Write(AppHandOver handOver)
    {
        using var octets = new MemoryStream();
        using (var json = new Utf8JsonWriter(octets, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("about", handOver.Title + " Send the requests one after another; {app.id} stands for id in the answer to the request named app, and so on. One that answers 404 or 400 because of what was made a moment ago is sent again after some seconds.");
            Write(json, "permissions", handOver.Steps.Rights.Select(r => r.Permission));
            json.WriteStartArray("requests");
            foreach (var step in handOver.Steps.Steps)
            {
                Write(json, handOver, step);
            }

            json.WriteEndArray();
            Write(json, "then", handOver.Then.Select(t => t.ToString()));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(octets.ToArray()).Replace("\r\n", "\n") + "\n";
    }

    private static void Write(Utf8JsonWriter json, AppHandOver handOver, AppStep step)
    {
        json.WriteStartObject();
        json.WriteString("name", step.Name);
        json.WriteString("about", step.About + (step.IsGuard ? " Stop when the answer's value is not empty." : ""));
        json.WriteString("method", step.Method);
        json.WriteString("url", handOver.Graph + step.Path);
        if (step.Body is { } body)
        {
            using var document = JsonDocument.Parse(body.ToString());
            json.WritePropertyName("body");
            document.RootElement.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
