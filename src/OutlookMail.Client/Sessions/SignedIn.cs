using OutlookMail.Identity;

namespace OutlookMail.Client;

/// <summary>A finished sign-in, whichever flow it went through.</summary>
internal sealed class SignedIn
{
    public SignedIn(string flow, string account, ITokenSource tokens, SignInSettings? settings, bool isKept = false)
    {
        IsKept = isKept;
        Flow = flow;
        Account = account;
        Tokens = tokens;
        Settings = settings;
    }

    /// <summary>DeviceCode, Browser, ClientSecret …: what the session's SignIn says.</summary>
    public string Flow { get; }

    /// <summary>True when nobody took part: an earlier sign-in went on.</summary>
    public bool IsKept { get; }

    /// <summary>The user, or for an app without a person its client id.</summary>
    public string Account { get; }

    public ITokenSource Tokens { get; }

    /// <summary>Null where no kept account stands behind the tokens.</summary>
    public SignInSettings? Settings { get; }
}
