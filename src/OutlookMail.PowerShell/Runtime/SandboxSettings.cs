using System.Collections.Generic;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>What Start-OutlookSandbox was told; ports of 0 take any free one.</summary>
internal sealed class SandboxSettings
{
    internal SandboxSettings(IReadOnlyList<string> users, string approval, int imapPort, int smtpPort, int entraPort, int webPort)
    {
        Users = users;
        Approval = approval;
        ImapPort = imapPort;
        SmtpPort = smtpPort;
        EntraPort = entraPort;
        WebPort = webPort;
    }

    /// <summary>Empty for the sandbox's own two users.</summary>
    internal IReadOnlyList<string> Users { get; }

    internal string Approval { get; }

    internal int ImapPort { get; }

    internal int SmtpPort { get; }

    internal int EntraPort { get; }

    internal int WebPort { get; }
}
