using System;
using System.Collections.Generic;

namespace OutlookMail.Sandbox;

/// <summary>What a sandbox starts with. Every value has a default that works.</summary>
public sealed class SandboxOptions
{
    /// <summary>Addresses that exist; the first one is who <see cref="SandboxApproval.Auto"/> signs in, and the tenant's administrator.</summary>
    public IReadOnlyList<string> Users { get; init; } = ["ada@contoso.test", "bob@contoso.test"];

    /// <summary>Domains whose users are personal Microsoft accounts: opaque access tokens, tenant of consumers, no admin consent.</summary>
    public IReadOnlyList<string> PersonalDomains { get; init; } = ["outlook.com", "hotmail.com", "live.com", "outlook.test"];

    public SandboxApproval Approval { get; init; } = SandboxApproval.Auto;

    /// <summary>The tenant's verified domain; null takes the first work user's.</summary>
    public string? TenantDomain { get; init; }

    /// <summary>The tenant's GUID; null makes one.</summary>
    public string? TenantId { get; init; }

    /// <summary>The client id of the app that exists from the start (public client, the five mail permissions); null makes one.</summary>
    public string? ClientId { get; init; }

    /// <summary>True: the app that exists from the start has its permissions consented for everybody, as after an admin's consent.</summary>
    public bool AdminConsent { get; init; } = true;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Ports on loopback; 0 takes any free one.</summary>
    public int ImapPort { get; init; }

    public int SmtpPort { get; init; }

    /// <summary>Entra and Graph, over HTTPS.</summary>
    public int EntraPort { get; init; }

    /// <summary>Pages for people, on plain http.</summary>
    public int WebPort { get; init; }

    /// <summary>Seconds between polls that a device code asks for; null: 0 under Auto (it is approved already), else Entra's 5.</summary>
    public int? DeviceCodeInterval { get; init; }

    /// <summary>Life of a device code; Entra's is 900 seconds.</summary>
    public TimeSpan DeviceCodeLifetime { get; init; } = TimeSpan.FromSeconds(900);

    /// <summary>Life of an access token; null: 60 to 90 minutes at random, as Entra's.</summary>
    public TimeSpan? AccessTokenLifetime { get; init; }

    /// <summary>Life of a refresh token; Entra's is 90 days from its last use.</summary>
    public TimeSpan RefreshTokenLifetime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long a new app, secret or consent is not yet seen elsewhere; real tenants take seconds to minutes.</summary>
    public TimeSpan ReplicationDelay { get; init; }

    /// <summary>True: error_description is one line, as Entra has written it since 2024; false: with line ends, as before.</summary>
    public bool ErrorsOnOneLine { get; init; }

    /// <summary>The SIZE that SMTP announces and keeps to, in octets.</summary>
    public long MaximumMessageSize { get; init; } = 157_286_400;

    /// <summary>Mails that one mailbox may submit in a minute; Exchange Online's is 30. 0: no limit.</summary>
    public int MessagesPerMinute { get; init; } = 30;

    /// <summary>SMTP connections that one mailbox may have signed in at a time; Exchange Online's is 3. 0: no limit.</summary>
    public int ConnectionsPerMailbox { get; init; } = 3;

    /// <summary>Recipients that one mailbox may write to in 24 hours; Exchange Online's is 10,000. 0: no limit.</summary>
    public int RecipientsPerDay { get; init; } = 10_000;

    /// <summary>Which IMAP server to be.</summary>
    public SandboxImapProfile ImapProfile { get; init; }

    /// <summary>True: SMTP takes a shared mailbox as the user of a token whose user may send as it, as Microsoft's page has it; false: only the token's own user, as the field finds.</summary>
    public bool SmtpTakesSharedUser { get; init; }

    /// <summary>True: Message-ID is replaced on submission and the sender's is kept in X-Microsoft-Original-Message-ID.</summary>
    public bool RewriteMessageId { get; init; } = true;

    /// <summary>True: SMTP submission keeps a copy in the sender's Sent Items.</summary>
    public bool SaveSentItems { get; init; } = true;

    /// <summary>A folder that keeps tenant, apps and mail over a restart; null: everything goes with the sandbox. Of secrets and refresh tokens it holds hashes.</summary>
    public string? Path { get; init; }

    /// <summary>Called with every line that <see cref="SandboxServer.Log"/> gets, from the first moment on.</summary>
    public Action<string>? Log { get; init; }
}
