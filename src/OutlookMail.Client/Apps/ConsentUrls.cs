using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Identity;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Pages on which an administrator consents for a tenant (learn.microsoft.com/entra/identity-platform/v2-admin-consent).</summary>
public static class ConsentUrls
{
    private const string PopAndImapAppOnly = "https://ps.outlook.com/.default";

    /// <param name="cloud">Authority and resources.</param>
    /// <param name="tenant">Id or domain; common and consumers become organizations, since nobody consents there.</param>
    /// <param name="clientId">The app.</param>
    /// <param name="redirectUri">Where the page goes afterwards; it must be registered. Null names none.</param>
    /// <param name="appOnly">For application permissions instead of delegated ones.</param>
    public static IReadOnlyList<OutlookConsentUrl> For(CloudEndpoints cloud, string tenant, string clientId, string? redirectUri, bool appOnly)
    {
        var place = cloud.Authority.TrimEnd('/') + "/" + Uri.EscapeDataString(tenant.ToLowerInvariant() is "common" or "consumers" or "" ? "organizations" : tenant);
        var tail = "client_id=" + Uri.EscapeDataString(clientId) + (redirectUri is null ? "" : "&redirect_uri=" + Uri.EscapeDataString(redirectUri));
        string V2(params string[] scopes) => place + "/v2.0/adminconsent?" + tail + "&scope=" + Uri.EscapeDataString(string.Join(" ", scopes));
        var everything = new OutlookConsentUrl("everything that the registration declares (v1)", place + "/adminconsent?" + tail);
        if (appOnly)
        {
            return new[]
            {
                everything,

                // office-developer-exchange-docs names one resource for POP and IMAP and another for SMTP.
                new OutlookConsentUrl("IMAP and POP without a person (v2)", V2(PopAndImapAppOnly)),
                new OutlookConsentUrl("SMTP without a person (v2)", V2(cloud.AppOnlyResource.TrimEnd('/') + "/.default")),
            };
        }

        var urls = new List<OutlookConsentUrl>
        {
            everything,
            new("IMAP for people (v2)", V2(MailScopes.Delegated(cloud).Where(s => !s.EndsWith(MailScopes.Smtp, StringComparison.Ordinal)).Append("offline_access").ToArray())),
            new("SMTP for people (v2)", V2(MailScopes.Delegated(cloud).Where(s => !s.EndsWith(MailScopes.Imap, StringComparison.Ordinal)).Append("offline_access").ToArray())),
        };
        if (cloud.Graph is not null)
        {
            urls.Add(new OutlookConsentUrl("User.Read (v2)", V2(MailScopes.Graph(cloud, MailScopes.UserRead))));
        }

        return urls;
    }
}
