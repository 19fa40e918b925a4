using System;
using OutlookMail.Model;

namespace OutlookMail.Identity;

/// <summary>
/// The hosts of one Microsoft cloud. One value picks the authority, Graph, IMAP and SMTP together, so that a token of one
/// cloud never meets a server of another. A host that differs is named with <c>with { ImapHost = … }</c>.
/// </summary>
public sealed record CloudEndpoints
{
    /// <summary>Scheme and host of the authority, without a tenant and without a slash at its end.</summary>
    public string Authority { get; init; } = "https://login.microsoftonline.com";

    /// <summary>Scheme and host of Microsoft Graph; also the prefix of its scopes. Null: there is none at this authority.</summary>
    public string? Graph { get; init; } = "https://graph.microsoft.com";

    public string ImapHost { get; init; } = "outlook.office365.com";

    /// <summary>TLS from the first byte.</summary>
    public int ImapPort { get; init; } = 993;

    public string SmtpHost { get; init; } = "smtp.office365.com";

    /// <summary>STARTTLS.</summary>
    public int SmtpPort { get; init; } = 587;

    /// <summary>The prefix of delegated mail scopes.</summary>
    public string MailResource { get; init; } = "https://outlook.office.com";

    /// <summary>The resource of app-only mail tokens, asked as <c>{AppOnlyResource}/.default</c>.</summary>
    public string AppOnlyResource { get; init; } = "https://outlook.office365.com";

    /// <summary>False where Microsoft publishes no page for one of these hosts and they come from other programs' settings.</summary>
    public bool IsVerified { get; init; } = true;

    /// <summary>The hosts of a known cloud.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The cloud is Custom: its hosts are given one by one.</exception>
    public static CloudEndpoints For(OutlookCloud cloud) => cloud switch
    {
        OutlookCloud.Global => new CloudEndpoints(),
        OutlookCloud.USGovHigh => new CloudEndpoints
        {
            Authority = "https://login.microsoftonline.us",
            Graph = "https://graph.microsoft.us",
            ImapHost = "outlook.office365.us",
            SmtpHost = "smtp.office365.us",
            MailResource = "https://outlook.office365.us",
            AppOnlyResource = "https://outlook.office365.us",
            IsVerified = false,
        },
        OutlookCloud.USGovDoD => new CloudEndpoints
        {
            Authority = "https://login.microsoftonline.us",
            Graph = "https://dod-graph.microsoft.us",
            ImapHost = "outlook-dod.office365.us",
            SmtpHost = "outlook-dod.office365.us",
            MailResource = "https://outlook-dod.office365.us",
            AppOnlyResource = "https://outlook-dod.office365.us",
            IsVerified = false,
        },
        OutlookCloud.China => new CloudEndpoints
        {
            Authority = "https://login.partner.microsoftonline.cn",
            Graph = "https://microsoftgraph.chinacloudapi.cn",
            ImapHost = "partner.outlook.cn",
            SmtpHost = "smtp.partner.outlook.cn",
            MailResource = "https://partner.outlook.cn",
            AppOnlyResource = "https://partner.outlook.cn",
            IsVerified = false,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(cloud), cloud, "A custom cloud has no row of its own: name its hosts."),
    };

    /// <summary>
    /// The cloud that an authority's host belongs to, as AZURE_AUTHORITY_HOST names it; null for a host of nobody known.
    /// GCC High and DoD share a host: High is meant, and DoD has to be said.
    /// </summary>
    public static OutlookCloud? CloudOf(string authority)
    {
        var host = Uri.TryCreate(authority, UriKind.Absolute, out var uri) ? uri.Host : authority;
        return host.ToLowerInvariant() switch
        {
            "login.microsoftonline.com" or "login.windows.net" or "login.microsoft.com" or "sts.windows.net" => OutlookCloud.Global,
            "login.microsoftonline.us" or "login.usgovcloudapi.net" => OutlookCloud.USGovHigh,
            "login.partner.microsoftonline.cn" or "login.chinacloudapi.cn" => OutlookCloud.China,
            _ => null,
        };
    }

    /// <summary>Consumer mailboxes (Outlook.com, Hotmail) submit at a host of their own; everything else is the Global cloud's.</summary>
    public static CloudEndpoints Personal { get; } = new() { SmtpHost = "smtp-mail.outlook.com" };

    /// <summary>
    /// Whether the authority is one of Microsoft's own hosts. Any other one is neither looked up at Microsoft's instance
    /// discovery nor taken for an alias of a known host.
    /// </summary>
    public bool IsMicrosoftAuthority =>
        CloudOf(Authority) is not null ||
        (Uri.TryCreate(Authority, UriKind.Absolute, out var uri) && uri.Host.ToLowerInvariant() is
            "login.sovcloud-identity.fr" or "login.sovcloud-identity.de" or "login.sovcloud-identity.sg");
}
