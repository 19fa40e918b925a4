using System;
using System.Collections.Generic;
using System.Net;

namespace OutlookMail.Identity;

/// <summary>Reads the address that Entra's page sent the browser to (RFC 6749 §4.1.2).</summary>
internal static class AuthorizationAnswer
{
    /// <returns>The code.</returns>
    /// <exception cref="SignInException">The server's refusal, or an answer that does not belong to the request.</exception>
    public static string ReadCode(Uri answer, Uri redirect, string state)
    {
        if (!SamePlace(answer, redirect))
        {
            throw SignInErrors.InvalidAnswer("The address is not the app's redirect address.");
        }

        var fields = Fields(answer);
        if (!fields.TryGetValue("state", out var answered) || !string.Equals(answered, state, StringComparison.Ordinal))
        {
            throw SignInErrors.InvalidAnswer("The answer belongs to another sign-in.");
        }

        if (fields.TryGetValue("error", out var error))
        {
            fields.TryGetValue("error_description", out var description);
            throw SignInErrors.FromPage(error, description ?? "");
        }

        return fields.TryGetValue("code", out var code) && code.Length > 0
            ? code
            : throw SignInErrors.InvalidAnswer("The answer holds neither a code nor an error.");
    }

    /// <summary>Whether it is the answer to some request of ours, and not just a visit.</summary>
    public static bool HasState(Uri answer) => Fields(answer).ContainsKey("state");

    public static bool SamePlace(Uri a, Uri b) =>
        string.Equals(a.GetLeftPart(UriPartial.Authority), b.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase) &&
        string.Equals(a.AbsolutePath, b.AbsolutePath, StringComparison.Ordinal);

    private static Dictionary<string, string> Fields(Uri answer)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in answer.Query.TrimStart('?').Split('&'))
        {
            var equals = pair.IndexOf('=');
            if (equals > 0)
            {
                fields[pair.Substring(0, equals)] = WebUtility.UrlDecode(pair.Substring(equals + 1)) ?? "";
            }
        }

        return fields;
    }
}
