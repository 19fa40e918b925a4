using System;
using System.Net.Http;

namespace OutlookMail.Identity.Registration;

/// <summary>One request to Graph, and which refusals of it may pass by themselves.</summary>
internal sealed class GraphCall
{
    public GraphCall(HttpMethod method, string path)
    {
        Method = method;
        Path = path;
    }

    public HttpMethod Method { get; }

    /// <summary>Behind /v1.0, beginning with a slash; or the whole address of a next page.</summary>
    public string Path { get; }

    /// <summary>Serialised with its null properties left out; null for no body.</summary>
    public object? Body { get; set; }

    /// <summary>
    /// True for what was made a moment ago: that it, or what it refers to, cannot be found is then Entra's replication
    /// and not a mistake.
    /// </summary>
    public bool AwaitsReplication { get; set; }

    /// <summary>False where doing it twice would make two: such a call is not repeated after an answer that leaves open whether it was done.</summary>
    public bool IsRepeatable => Method != HttpMethod.Post;

    public string Name => Method.Method + " " + (Path.IndexOf('?') is var query and >= 0 ? Path.Substring(0, query) : Path);

    public static GraphCall Get(string path, bool awaitsReplication = false) => new(HttpMethod.Get, path) { AwaitsReplication = awaitsReplication };

    public static GraphCall Post(string path, object body, bool awaitsReplication = false) => new(HttpMethod.Post, path) { Body = body, AwaitsReplication = awaitsReplication };

    // HttpMethod.Patch is not in netstandard2.0.
    public static GraphCall Patch(string path, object body, bool awaitsReplication = false) => new(new HttpMethod("PATCH"), path) { Body = body, AwaitsReplication = awaitsReplication };

    public static GraphCall Delete(string path) => new(HttpMethod.Delete, path);
}
