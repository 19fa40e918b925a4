using OutlookMail.Identity;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What a session's SignIn says, in the words of Register-OutlookApp and of the account book.</summary>
internal static class SignInFlows
{
    public const OutlookAppSignIn Public = OutlookAppSignIn.DeviceCode | OutlookAppSignIn.Interactive;

    /// <summary>None for a kept sign-in that went on, and for a token that was handed in.</summary>
    public static OutlookAppSignIn Of(string flow) => flow switch
    {
        "DeviceCode" => OutlookAppSignIn.DeviceCode,
        "Browser" => OutlookAppSignIn.Interactive,
        "WebApp" => OutlookAppSignIn.Web,
        "ClientSecret" or "Certificate" or "Federation" or "ManagedIdentity" => OutlookAppSignIn.AppOnly,
        _ => OutlookAppSignIn.None,
    };

    public static SignInFlow Kept(string flow) => flow switch
    {
        "Browser" => SignInFlow.Browser,
        "WebApp" => SignInFlow.WebApp,
        _ => SignInFlow.DeviceCode,
    };

    /// <summary>Both kinds are the same public client's: a token of one is a token of the other.</summary>
    public static bool ArePublic(OutlookAppSignIn one, OutlookAppSignIn other) => (one & Public) != 0 && (other & Public) != 0;
}
