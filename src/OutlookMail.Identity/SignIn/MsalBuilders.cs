using Microsoft.Identity.Client;

namespace OutlookMail.Identity;

/// <summary>What all of this project's MSAL applications have in common.</summary>
internal static class MsalBuilders
{
    public static T At<T>(this AbstractApplicationBuilder<T> builder, CloudEndpoints cloud, string tenant, EntraHttp http)
        where T : AbstractApplicationBuilder<T>
    {
        var custom = !cloud.IsMicrosoftAuthority;
        var here = builder
            .WithAuthority(cloud.Authority.TrimEnd('/') + "/" + tenant, validateAuthority: !custom)
            .WithHttpClientFactory(http, retryOnceOn5xx: false)
            // MSAL keeps a second cache in ADAL's format in memory, which the store does not see: an account that
            // another process removed would live on in it.
            .WithLegacyCacheCompatibility(false);

        // Else the first call asks login.microsoftonline.com about a host that it has never heard of.
        return custom ? here.WithInstanceDiscovery(false) : here;
    }
}
