using System;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OutlookMail.Model;

namespace OutlookMail.Cli;

/// <summary>Results on standard output: text for people, or with --json one object a line. Everything else goes to standard error.</summary>
internal sealed class Report(TextWriter output, TextWriter error, bool json)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },

        // Standard output is no web page: Grüße stays Grüße.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public TextWriter Error => error;

    /// <summary>True once something failed: the exit code says so, although the rest went on.</summary>
    public bool HasFailed { get; private set; }

    public void Write<T>(T line, string text) => output.WriteLine(json ? JsonSerializer.Serialize(line, Json) : text);

    public void Failed(OutlookMailException e)
    {
        HasFailed = true;
        error.WriteLine(json
            ? JsonSerializer.Serialize(new { error = e.ErrorId, message = e.Message, fix = e.Fix }, Json)
            : $"error {e.ErrorId}: {e.Message}{Environment.NewLine}  {e.Fix}");
    }

    /// <summary>Something is not as it should be, and the lines that were written say what.</summary>
    public void Failed() => HasFailed = true;
}
