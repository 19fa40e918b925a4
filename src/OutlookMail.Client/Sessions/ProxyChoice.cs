using System;
using OutlookMail.Identity;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>One proxy for the mail servers and for HTTP, which the two layers know by types of their own.</summary>
internal static class ProxyChoice
{
    private const string Variable = "OUTLOOKMAIL_PROXY";
    private const string Straight = "none";

    /// <summary>OUTLOOKMAIL_PROXY, unless NO_PROXY names the server. Null leaves it to what each layer takes by itself: ALL_PROXY, the machine's settings.</summary>
    /// <exception cref="OutlookMail.Model.OutlookMailException">ProxyInvalid.</exception>
    public static string? Own(Func<string, string?> environment, string authority)
    {
        try
        {
            return environment(Variable)?.Trim() is { Length: > 0 } own && Uri.TryCreate(authority, UriKind.Absolute, out var server)
                && WireProxy.FromEnvironment(server.Host, environment) is not null ? own : null;
        }
        catch (ArgumentException e)
        {
            throw ProfileErrors.ProxyInvalid(e);
        }
    }

    /// <param name="proxy">An address, "none", or null.</param>
    /// <exception cref="OutlookMail.Model.OutlookMailException">ProxyInvalid.</exception>
    public static (EntraProxy? Http, WireProxy? Wire) Parse(string? proxy)
    {
        try
        {
            return proxy is null ? (null, null)
                : string.Equals(proxy, Straight, StringComparison.OrdinalIgnoreCase) ? (EntraProxy.None, WireProxy.None)
                : (EntraProxy.Parse(proxy), WireProxy.Parse(proxy));
        }
        catch (Exception e) when (e is ArgumentException or SignInException)
        {
            throw ProfileErrors.ProxyInvalid(e);
        }
    }
}
