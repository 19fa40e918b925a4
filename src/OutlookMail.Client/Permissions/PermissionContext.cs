using System;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What a permission test works with: the sign-in, or why there is none, and what Graph shows of the app.</summary>
internal sealed class PermissionContext
{
    private readonly string? handedIn;
    private readonly OutlookAppSignIn named;

    /// <param name="plan">Where, and by which app.</param>
    /// <param name="session">The sign-in; null when there is none.</param>
    /// <param name="failure">Why there is none.</param>
    /// <param name="view">What Graph shows.</param>
    /// <param name="kept">What this user keeps of the app.</param>
    /// <param name="now">When it is tested.</param>
    /// <param name="named">The sign-in under test; None: the session's own.</param>
    public PermissionContext(ConnectPlan plan, LiveSession? session, OutlookMailException? failure, RegistrationView view, KeptApp? kept, DateTimeOffset now, OutlookAppSignIn named = OutlookAppSignIn.None)
    {
        this.named = named;
        Plan = plan;
        Session = session;
        View = view;
        Kept = kept;
        Now = now;
        Failure = failure?.ErrorId == ErrorIds.NobodyToSignIn ? SignInErrors.NobodySignedIn(Tested) : failure;
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

    /// <inheritdoc cref="PermissionTestRequest.RecipientFilter"/>
    public string? RecipientFilter { get; init; }

    /// <summary>True for a session that people have at hand; one that was made for the test goes with it.</summary>
    public bool IsOpen { get; init; }

    public string? ClientId => Plan.ClientId;

    public string? Account => Session is { Tokens.IsAppOnly: false } session ? session.Handle.Account : Plan.Request.Account;

    public string? Mailbox => Session?.Handle.Mailbox ?? Plan.Request.Mailbox ?? Plan.Request.Account;

    /// <summary>True when the mailbox is somebody else's than the person's who signed in.</summary>
    public bool IsShared => !IsAppOnly && Mailbox is { } mailbox && Account is { } account && !string.Equals(mailbox, account, StringComparison.OrdinalIgnoreCase);

    public bool IsAppOnly => Session?.Tokens.IsAppOnly ?? SignIn == nameof(OutlookAppSignIn.AppOnly);

    /// <summary>The person's object id, as consents name it; null when nobody signed in.</summary>
    public string? UserId => Session?.Tokens.LastAnswer?.HomeAccountId is { Length: > 0 } id ? id.Split('.')[0] : handedIn;

    /// <summary>The sign-ins that the app is meant for, as far as anybody noted it.</summary>
    public OutlookAppSignIn Meant => Kept?.SignIn is { } noted && noted != OutlookAppSignIn.None ? noted : Tested;

    /// <summary><see cref="SignIn"/> as a value; None for a token that was handed in.</summary>
    public OutlookAppSignIn Tested => Enum.TryParse<OutlookAppSignIn>(SignIn, out var one) ? one : OutlookAppSignIn.None;

    /// <summary>Said of what was proved with the token of the other public sign-in; empty where the sign-in gave its own.</summary>
    public string Borrowed => Session is { } session && named != OutlookAppSignIn.None && SignInFlows.Of(session.Handle.SignIn) is var own && own != named && own != OutlookAppSignIn.AppOnly
        ? $" The token is the open sign-in's: {named} is one of the same public client and gets the same, and only its page was not opened."
        : "";

    /// <summary>The sign-in under test in the words of Register-OutlookApp; AccessToken for a token that was handed in.</summary>
    public string SignIn => named != OutlookAppSignIn.None ? named.ToString()
        : Session?.Handle.SignIn == "AccessToken" ? "AccessToken"
        : Session is { } session && SignInFlows.Of(session.Handle.SignIn) is not OutlookAppSignIn.None and var own ? own.ToString()
        : KeptSignIn;

    // A silent sign-in goes on where an earlier one began.
    private string KeptSignIn => (Plan.SignIn == OutlookAppSignIn.None ? OutlookAppSignIn.DeviceCode : Plan.SignIn).ToString();
}
