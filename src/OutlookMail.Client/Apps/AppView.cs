using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Shows Graph's objects as the ones that users hold.</summary>
internal static class AppView
{
    public static OutlookApp App(AppRegistration registration, PermissionCatalogue catalogue, string tenant, KeptApp? kept, DateTimeOffset now)
    {
        var app = registration.Application;
        return new OutlookApp(app.DisplayName ?? "", app.AppId ?? "")
        {
            ObjectId = app.Id ?? "",
            ServicePrincipalId = registration.Principal?.Id ?? "",
            Tenant = tenant,
            Audience = AppPlanner.AudienceOf(app) ?? OutlookAppAudience.AzureADMyOrg,
            SignIn = AppReader.SignInsOf(app),
            RedirectUris = (app.PublicClient?.RedirectUris ?? new List<string>()).Concat(app.Web?.RedirectUris ?? new List<string>()).ToArray(),
            Permissions = (app.RequiredResourceAccess ?? new List<GraphResourceAccessList>())
                .SelectMany(a => a.ResourceAccess.Select(r => catalogue.Describe(a.ResourceAppId, r))).ToArray(),
            Secrets = Secrets(app, kept, now),
            CreatedOn = app.CreatedDateTime,
            IsDefault = kept?.IsDefault == true,
        };
    }

    public static OutlookAppSecret[] Secrets(GraphApplication app, KeptApp? kept, DateTimeOffset now) =>
        (app.PasswordCredentials ?? new List<GraphPassword>()).Select(p => Secret(app.AppId ?? "", p, kept, now)).OrderBy(s => s.EndsOn).ToArray();

    public static OutlookAppSecret Secret(string clientId, GraphPassword password, KeptApp? kept, DateTimeOffset now) => new(clientId, password.KeyId ?? "")
    {
        DisplayName = password.DisplayName,
        Hint = password.Hint,
        StartsOn = password.StartDateTime,
        EndsOn = password.EndDateTime,
        DaysLeft = DaysLeft(password.EndDateTime, now),
        IsStored = password.KeyId is { } id && string.Equals(kept?.Secret?.KeyId, id, StringComparison.OrdinalIgnoreCase),
    };

    public static OutlookAppCredential Credential(KeptApp kept, DateTimeOffset now) => new(kept.ClientId)
    {
        Name = kept.Name,
        Tenant = kept.Tenant,
        Authority = kept.Authority,
        HasSecret = kept.Secret is not null,
        SecretKeyId = kept.Secret?.KeyId,
        SecretEndsOn = kept.Secret?.EndsOn,
        DaysLeft = DaysLeft(kept.Secret?.EndsOn, now),
        IsDefault = kept.IsDefault,
    };

    public static int? DaysLeft(DateTimeOffset? end, DateTimeOffset now) => end is { } time ? (int)Math.Floor((time - now).TotalDays) : null;
}
