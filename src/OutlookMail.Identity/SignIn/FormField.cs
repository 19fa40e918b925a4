using System;
using System.Net;

namespace OutlookMail.Identity;

/// <summary>Reads one field of an application/x-www-form-urlencoded body that MSAL wrote.</summary>
internal static class FormField
{
    public static string? Read(string form, string name)
    {
        foreach (var pair in form.Split('&'))
        {
            var equals = pair.IndexOf('=');
            if (equals == name.Length && pair.StartsWith(name, StringComparison.Ordinal))
            {
                return WebUtility.UrlDecode(pair.Substring(equals + 1));
            }
        }

        return null;
    }
}
