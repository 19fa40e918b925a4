using System;

namespace OutlookMail.Model;

/// <summary>A running sandbox: where it answers and who may sign in. Everything in it is loopback and goes with it.</summary>
public sealed class OutlookSandboxInfo
{
    public OutlookSandboxInfo(Guid id) => Id = id;

    public Guid Id { get; }

    public string Authority { get; set; } = "";

    public string Tenant { get; set; } = "";

    public string ClientId { get; set; } = "";

    /// <summary>The app that Register-OutlookApp signs in with: it may create and change app registrations.</summary>
    public string BootstrapClientId { get; set; } = "";

    /// <summary>Where people look: device login and consent, on plain http because the machine does not know the sandbox's CA.</summary>
    public string WebPage { get; set; } = "";

    public string Graph { get; set; } = "";

    public string ImapHost { get; set; } = "localhost";

    public int ImapPort { get; set; }

    public string SmtpHost { get; set; } = "localhost";

    public int SmtpPort { get; set; }

    public string[] Users { get; set; } = Array.Empty<string>();

    /// <summary>Auto, Page or Deny: who answers device codes and consents.</summary>
    public string Approval { get; set; } = "Auto";

    /// <summary>The sandbox's own CA certificate, PEM. It is trusted by sessions to this sandbox and by nothing else.</summary>
    public string CertificateAuthorityPem { get; set; } = "";

    public bool IsRunning { get; set; }

    public override string ToString() => $"SANDBOX {Authority}";
}
