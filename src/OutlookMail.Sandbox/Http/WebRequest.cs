using System;
using System.Collections.Specialized;
using System.IO;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Web;

namespace OutlookMail.Sandbox.Http;

/// <summary>A request as the endpoints see it: read whole, and away from the listener's own types.</summary>
internal sealed class WebRequest
{
    // Graph takes 4 MB at most in one body, and nothing here is larger.
    private const int MaximumBody = 4 * 1024 * 1024;

    public required string Method { get; init; }

    /// <summary>The path's parts, unescaped, without empty ones.</summary>
    public required string[] Path { get; init; }

    public required string RawPath { get; init; }

    /// <summary>Path and query as they came.</summary>
    public required string RawUrl { get; init; }

    public required NameValueCollection Query { get; init; }

    public required NameValueCollection Headers { get; init; }

    /// <summary>The fields of a form body; empty when the body is something else.</summary>
    public required NameValueCollection Form { get; init; }

    public required byte[] Body { get; init; }

    /// <summary>True when it came through TLS; pages for people come without.</summary>
    public required bool IsSecure { get; init; }

    public string? Bearer =>
        Headers["Authorization"] is string value && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value[7..].Trim() : null;

    public static async Task<WebRequest?> ReadAsync(HttpListenerRequest request, bool isSecure, CancellationToken ct)
    {
        byte[] body = [];
        if (request.HasEntityBody)
        {
            using var buffer = new MemoryStream();
            byte[] chunk = new byte[16 * 1024];
            int read;
            while ((read = await request.InputStream.ReadAsync(chunk, ct).ConfigureAwait(false)) > 0)
            {
                if (buffer.Length + read > MaximumBody)
                {
                    return null;
                }

                buffer.Write(chunk, 0, read);
            }

            body = buffer.ToArray();
        }

        bool isForm = request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;
        string raw = request.RawUrl ?? "/";
        int mark = raw.IndexOf('?', StringComparison.Ordinal);
        string path = mark < 0 ? raw : raw[..mark];
        return new WebRequest
        {
            Method = request.HttpMethod,
            RawPath = path,
            RawUrl = raw,
            Path = Array.ConvertAll(path.Split('/', StringSplitOptions.RemoveEmptyEntries), Uri.UnescapeDataString),
            Query = HttpUtility.ParseQueryString(mark < 0 ? "" : raw[(mark + 1)..]),
            Headers = request.Headers,
            Form = isForm ? HttpUtility.ParseQueryString(Encoding.UTF8.GetString(body)) : [],
            Body = body,
            IsSecure = isSecure,
        };
    }
}
