using System;

namespace OutlookMail.Sandbox;

/// <summary>One thing that a client asked the sandbox, and what it was told. Holds no secret: no token, code or content.</summary>
/// <param name="Time">By the sandbox's clock.</param>
/// <param name="Service">Entra, Graph, Web, Exchange (an administrator's command), IMAP or SMTP.</param>
/// <param name="Request">Method and path, or the command's name.</param>
/// <param name="Answer">Status and error code, or the last line of the answer.</param>
/// <param name="User">Who had signed in; null before.</param>
public sealed record SandboxRequest(DateTimeOffset Time, string Service, string Request, string Answer, string? User)
{
    public override string ToString() => $"{Time:HH:mm:ss} {Service} {Request} -> {Answer}";
}
