using System.Globalization;
using System.Text.RegularExpressions;

namespace OutlookMail.Identity;

/// <summary>
/// Entra's error_description, taken apart: <c>AADSTSnnn: sentence</c>, then trace, correlation and time stamp, set apart
/// by CRLF in the older layout and by single spaces in the newer one.
/// </summary>
internal sealed class ErrorDescription
{
    private static readonly Regex Trace = new(@"\s+Trace ID:\s*([0-9a-fA-F-]{36})", RegexOptions.CultureInvariant);
    private static readonly Regex Correlation = new(@"\s+Correlation ID:\s*([0-9a-fA-F-]{36})", RegexOptions.CultureInvariant);
    private static readonly Regex Timestamp = new(@"\s+Timestamp:\s*\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", RegexOptions.CultureInvariant);
    private static readonly Regex Code = new(@"\bAADSTS(\d{4,9})\b", RegexOptions.CultureInvariant);

    private ErrorDescription(string text, string? traceId, string? correlationId, int? aadstsCode)
    {
        Text = text;
        TraceId = traceId;
        CorrelationId = correlationId;
        AadstsCode = aadstsCode;
    }

    public string Text { get; }

    public string? TraceId { get; }

    public string? CorrelationId { get; }

    public int? AadstsCode { get; }

    public static ErrorDescription Parse(string raw)
    {
        var trace = Trace.Match(raw);
        var correlation = Correlation.Match(raw);
        var code = Code.Match(raw);
        var text = Timestamp.Replace(Correlation.Replace(Trace.Replace(raw, ""), ""), "").Trim();
        return new ErrorDescription(
            text,
            trace.Success ? trace.Groups[1].Value : null,
            correlation.Success ? correlation.Groups[1].Value : null,
            code.Success && int.TryParse(code.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null);
    }
}
