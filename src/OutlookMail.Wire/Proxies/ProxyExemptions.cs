using System;
using System.Net;

namespace OutlookMail.Wire;

/// <summary>NO_PROXY as curl and wget read it: names separated by commas, each for itself and what is below it.</summary>
internal static class ProxyExemptions
{
    public static bool Covers(string? list, string host)
    {
        string name = host.Trim('[', ']');
        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out IPAddress? address) && IPAddress.IsLoopback(address)))
        {
            return true;
        }

        foreach (string entry in (list ?? string.Empty).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry == "*")
            {
                return true;
            }

            string suffix = entry.TrimStart('*').TrimStart('.');
            if (suffix.Length > 0
                && (name.Equals(suffix, StringComparison.OrdinalIgnoreCase) || name.EndsWith("." + suffix, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }
}
