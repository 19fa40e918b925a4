using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json.Nodes;

namespace OutlookMail.Sandbox.Http;

/// <summary>An answer as the endpoints make it.</summary>
internal sealed class WebAnswer
{
    public int Status { get; init; } = 200;

    public string? ContentType { get; init; }

    public byte[] Body { get; init; } = [];

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public static WebAnswer Json(JsonNode body, int status = 200) =>
        new() { Status = status, ContentType = "application/json; charset=utf-8", Body = Encoding.UTF8.GetBytes(body.ToJsonString()) };

    public static WebAnswer Html(string page, int status = 200) =>
        new() { Status = status, ContentType = "text/html; charset=utf-8", Body = Encoding.UTF8.GetBytes(page) };

    public static WebAnswer Text(string text, int status = 200) =>
        new() { Status = status, ContentType = "text/plain; charset=utf-8", Body = Encoding.UTF8.GetBytes(text) };

    public static WebAnswer Redirect(string url)
    {
        // RFC 9110 §15.4.4: 303 makes a GET of it, whatever the request was.
        var answer = new WebAnswer { Status = 303 };
        answer.Headers.Add(new("Location", url));
        return answer;
    }

    public WebAnswer With(string header, string value)
    {
        Headers.Add(new(header, value));
        return this;
    }
}
