using System;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What a permission test works with: the sign-in, or why there is none, and what Graph shows of the app.</summary>
internal sealed class PermissionContext
{
    private readonly string? handedIn;

    public PermissionContext(ConnectPlan plan, LiveSession? session, OutlookMailException? failure, RegistrationView view, KeptApp? kept, DateTimeOffset now)
    {
        Plan = plan;
        Session = session;
        Failure = failure;
        View = view;
        Kept = kept;
        Now = now;
        handedIn = session is { Tokens: FixedTokenSource token } ? token.ObjectId : null;
    }

    public ConnectPlan Plan { get; }

    /// <summary>Null when nobody could sign in.</summary>
    public LiveSession? Session { get; }

    /// <summary>Why there is no session; null when there is one.</summary>
    public OutlookMailException? Failure { get; }

    public RegistrationView View { get; }

    /// <summary>What this user keeps of the app; null for an app that was only named.</summary>
    public KeptApp? Kept { get; }

    public DateTimeOffset Now { get; }

    public string? ClientId => Plan.ClientId;

    public string? Account => Session is { Tokens.IsAppOnly: false } session ? session.Handle.Account : Plan.Request.Account;

    public string? Mailbox => Session?.Handle.Mailbox ?? Plan.Request.Mailbox ?? Plan.Request.Account;

    /// <summary>True when the mailbox is somebody else's than the person's who signed in.</summary>
    public bool IsShared => !IsAppOnly && Mailbox is { } mailbox && Account is { } account && !string.Equals(mailbox, account, StringComparison.OrdinalIgnoreCase);

    public bool IsAppOnly => Session?.Tokens.IsAppOnly ?? SignIn == nameof(OutlookAppSignIn.AppOnly);

    /// <summary>The person's object id, as consents name it; null when nobody signed in.</summary>
    public string? UserId => Session?.Tokens.LastAnswer?.HomeAccountId is { Length: > 0 } id ? id.Split('.')[0] : handedIn;

    /// <summary>The sign-ins that the app is meant for, as far as anybody noted it.</summary>
    public OutlookAppSignIn Meant => Kept?.SignIn is { } noted && noted != OutlookAppSignIn.None ? noted : Enum.TryParse<OutlookAppSignIn>(SignIn, out var one) ? one : OutlookAppSignIn.None;

    /// <summary>The sign-in under test in the words of Register-OutlookApp; AccessToken for a token that was handed in.</summary>
    public string SignIn => Session?.Handle.SignIn switch
    {
        "DeviceCode" => nameof(OutlookAppSignIn.DeviceCode),
        "Browser" => nameof(OutlookAppSignIn.Interactive),
        "WebApp" => nameof(OutlookAppSignIn.Web),
        "AccessToken" => "AccessToken",
        "ClientSecret" or "Certificate" or "Federation" or "ManagedIdentity" => nameof(OutlookAppSignIn.AppOnly),
        _ => KeptSignIn,
    };

    // A silent sign-in goes on where an earlier one began.
    private string KeptSignIn => (Kept?.SignIn ?? OutlookAppSignIn.None) switch
    {
        _ when Plan.Request.Interactive => nameof(OutlookAppSignIn.Interactive),
        var kept when (kept & OutlookAppSignIn.DeviceCode) != 0 => nameof(OutlookAppSignIn.DeviceCode),
        var kept when (kept & OutlookAppSignIn.Interactive) != 0 => nameof(OutlookAppSignIn.Interactive),
        var kept when (kept & OutlookAppSignIn.Web) != 0 => nameof(OutlookAppSignIn.Web),
        var kept when (kept & OutlookAppSignIn.AppOnly) != 0 => nameof(OutlookAppSignIn.AppOnly),
        _ => nameof(OutlookAppSignIn.DeviceCode),
    };
}
