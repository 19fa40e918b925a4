using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OutlookMail.Client;

/// <summary>Takes secrets out of a line that a person pasted, before any of it is shown again.</summary>
internal static class SecretRedaction
{
    // A log line longer than this is cut: what identifies it stands at its begin.
    private const int LongestLine = 400;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(30);

    // Named values first (form fields, JSON, headers), then what looks like a token by itself: JWTs and long base64.
    private static readonly Regex Named = new(
        @"(?<name>(?:client_secret|client_assertion|refresh_token|access_token|id_token|device_code|code_verifier|assertion|password|secretText)[""']?\s*[=:]\s*[""']?|Bearer\s+|XOAUTH2\s+|OAUTHBEARER\s+|AUTH(?:ENTICATE)?\s+PLAIN\s+)(?<value>[^\s""'&,}]{3,})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        MatchTimeout);

    private static readonly Regex Token = new(@"[A-Za-z0-9_+/=~.-]{60,}", RegexOptions.CultureInvariant, MatchTimeout);

    // Entra's secrets: three characters, a digit, Q and ~ (gitleaks azure-ad-client-secret).
    private static readonly Regex Secret = new(@"(?<![A-Za-z0-9])[A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34}", RegexOptions.CultureInvariant, MatchTimeout);

    public static string Redact(string line)
    {
        var plain = Named.Replace(line, m => m.Groups["name"].Value + Blank(m.Groups["value"].Length));
        plain = Secret.Replace(plain, m => Blank(m.Length));
        plain = Token.Replace(plain, m => Blank(m.Length)).Trim();
        return plain.Length <= LongestLine ? plain : plain.Substring(0, LongestLine) + "…";
    }

    private static string Blank(int length) => "<" + length.ToString(CultureInfo.InvariantCulture) + " characters>";
}
