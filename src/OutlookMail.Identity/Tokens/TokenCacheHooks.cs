using System.Threading.Tasks;
using Microsoft.Identity.Client;

namespace OutlookMail.Identity;

/// <summary>
/// Puts a <see cref="TokenStore"/> behind MSAL's cache. MSAL serialises the accesses of one cache and calls After for
/// every Before, so the lease of the access in progress is all the state there is.
/// </summary>
internal sealed class TokenCacheHooks
{
    private readonly TokenStore store;
    private TokenStoreLease? lease;

    private TokenCacheHooks(TokenStore store) => this.store = store;

    public static void Attach(ITokenCache cache, TokenStore store)
    {
        var hooks = new TokenCacheHooks(store);
        cache.SetBeforeAccessAsync(hooks.BeforeAsync);
        cache.SetAfterAccessAsync(hooks.AfterAsync);
    }

    private async Task BeforeAsync(TokenCacheNotificationArgs access)
    {
        var opened = await store.OpenAsync(access.CancellationToken).ConfigureAwait(false);
        try
        {
            Load(access.TokenCache, opened);
            lease = opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static void Load(ITokenCacheSerializer cache, TokenStoreLease opened)
    {
        var content = opened.Read();
        try
        {
            cache.DeserializeMsalV3(content, shouldClearExistingCache: true);
        }
        catch (MsalClientException)
        {
            opened.SetAside("It is no token cache.");
            cache.DeserializeMsalV3(null, shouldClearExistingCache: true);
        }
    }

    private Task AfterAsync(TokenCacheNotificationArgs access)
    {
        using var held = lease;
        lease = null;
        if (access.HasStateChanged)
        {
            held?.Write(access.TokenCache.SerializeMsalV3());
        }

        return Task.CompletedTask;
    }
}
