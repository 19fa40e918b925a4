using System;

namespace OutlookMail.Model;

/// <summary>One thing that a client asked a sandbox, and what it was told. Holds no secret: no token, code or content.</summary>
public sealed class OutlookSandboxRequest
{
    public OutlookSandboxRequest(DateTimeOffset time, string service, string request, string answer, string? user)
    {
        Time = time;
        Service = service;
        Request = request;
        Answer = answer;
        User = user;
    }

    /// <summary>By the sandbox's clock.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Entra, Graph, Web, Exchange (an administrator's command), IMAP or SMTP.</summary>
    public string Service { get; }

    /// <summary>Method and path, or the command's name.</summary>
    public string Request { get; }

    /// <summary>Status and error code, or the last line of the answer.</summary>
    public string Answer { get; }

    /// <summary>Who had signed in; null before.</summary>
    public string? User { get; }

    public override string ToString() => $"{Service} {Request} -> {Answer}";
}
