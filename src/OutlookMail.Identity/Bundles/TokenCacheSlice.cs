using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OutlookMail.Identity;

/// <summary>
/// One account's part of MSAL's cache, in the unified schema that all MSALs share: sections of named entries that carry
/// <c>home_account_id</c> and <c>client_id</c>. Access tokens stay behind: they end within the hour.
/// </summary>
internal static class TokenCacheSlice
{
    private const string RefreshToken = "RefreshToken";

    private static readonly string[] OfAccount = { RefreshToken, "IdToken", "Account" };
    private static readonly string[] All = { RefreshToken, "IdToken", "Account", "AppMetadata" };

    /// <returns>Null when the cache holds no refresh token of the account for the app.</returns>
    public static JsonObject? Of(byte[]? cache, string clientId, string homeAccountId)
    {
        var whole = Parse(cache);
        var slice = new JsonObject();
        foreach (var section in All)
        {
            var kept = new JsonObject();
            foreach (var entry in Entries(whole, section))
            {
                if ((!OfAccount.Contains(section) || Is(entry.Value, "home_account_id", homeAccountId)) &&
                    (section == "Account" || Is(entry.Value, "client_id", clientId)))
                {
                    kept[entry.Key] = entry.Value!.DeepClone();
                }
            }

            slice[section] = kept;
        }

        return ((JsonObject)slice[RefreshToken]!).Count > 0 ? slice : null;
    }

    public static byte[] Merge(byte[]? cache, JsonObject slice)
    {
        var whole = Parse(cache);
        foreach (var section in All)
        {
            if (whole[section] is not JsonObject target)
            {
                whole[section] = target = new JsonObject();
            }

            foreach (var entry in Entries(slice, section))
            {
                target[entry.Key] = entry.Value!.DeepClone();
            }
        }

        return Encoding.UTF8.GetBytes(whole.ToJsonString());
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Entries(JsonObject cache, string section) =>
        cache[section] is JsonObject entries ? entries.Where(e => e.Value is JsonObject) : Enumerable.Empty<KeyValuePair<string, JsonNode?>>();

    private static bool Is(JsonNode? entry, string member, string value) =>
        string.Equals((string?)entry?[member], value, StringComparison.OrdinalIgnoreCase);

    private static JsonObject Parse(byte[]? cache)
    {
        try
        {
            return cache is null ? new JsonObject() : JsonNode.Parse(cache) as JsonObject ?? new JsonObject();
        }
        catch (JsonException)
        {
            return new JsonObject(); // MSAL sets such a cache aside at its next access
        }
    }
}
