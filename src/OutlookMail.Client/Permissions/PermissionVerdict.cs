using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What the four answers about a permission mean together. Null is an answer that could not be had.</summary>
internal sealed class PermissionVerdict
{
    private PermissionVerdict(OutlookPermissionStatus status, PermissionRemedy remedy, string cause)
    {
        Status = status;
        Remedy = remedy;
        Cause = cause;
    }

    public OutlookPermissionStatus Status { get; }

    public PermissionRemedy Remedy { get; }

    /// <summary>Empty for None; for Server a sentence that the server's own words replace.</summary>
    public string Cause { get; }

    /// <summary>The nearest link of the chain that is missing, seen from the wire: what lies before it did not stop anything.</summary>
    public static PermissionVerdict Of(bool? declared, bool? consented, bool? inToken, bool? proved) => proved switch
    {
        true => Works(declared, consented, inToken),
        false => Refused(declared, consented, inToken),
        null => Untried(declared, consented, inToken),
    };

    private static PermissionVerdict Works(bool? declared, bool? consented, bool? inToken) => (declared, consented, inToken) switch
    {
        // facts 4.2: RBAC for Applications lets an app send without any permission in its token.
        (_, _, false) => Passed,
        (false, false, _) => Warns(PermissionRemedy.DeclareAndConsent, "It works only with a token from before: the registration no longer declares it, and the consent is gone."),
        (_, false, _) => Warns(PermissionRemedy.Consent, "It works only with a token from before: the consent is gone."),
        (false, _, _) => Warns(PermissionRemedy.DeclareOnly, "It works by a consent of its own, and the registration does not declare it: an administrator's consent to the app would leave it out."),
        _ => Passed,
    };

    private static PermissionVerdict Refused(bool? declared, bool? consented, bool? inToken) => (declared, consented, inToken) switch
    {
        (_, _, true) => Fails(PermissionRemedy.Server, "The token holds it, and the server refuses all the same."),
        (_, true, false) => Fails(PermissionRemedy.SignInAgain, "It is consented to, and the session's token was issued without it."),
        (_, true, null) => Fails(PermissionRemedy.Server, "It is consented to, and the server refuses all the same."),
        (false, false, _) => Fails(PermissionRemedy.DeclareAndConsent, "The registration does not declare it, and nobody has consented to it."),
        (false, null, _) => Fails(PermissionRemedy.DeclareAndConsent, "The registration does not declare it."),
        (_, false, _) => Fails(PermissionRemedy.Consent, "Nobody has consented to it."),
        (_, null, false) => Fails(PermissionRemedy.Consent, "The token was issued without it, as for a permission that nobody has consented to."),
        _ => Fails(PermissionRemedy.Server, "The server refuses."),
    };

    private static PermissionVerdict Untried(bool? declared, bool? consented, bool? inToken) => (declared, consented, inToken) switch
    {
        (_, _, true) or (_, true, null) => NotTested,
        (_, null, null) when declared != false => NotTested,
        _ => Refused(declared, consented, inToken),
    };

    private static PermissionVerdict Passed { get; } = new(OutlookPermissionStatus.Passed, PermissionRemedy.None, "");

    private static PermissionVerdict NotTested { get; } = new(OutlookPermissionStatus.NotTested, PermissionRemedy.Try, "It was not used.");

    private static PermissionVerdict Warns(PermissionRemedy remedy, string cause) => new(OutlookPermissionStatus.Warning, remedy, cause);

    private static PermissionVerdict Fails(PermissionRemedy remedy, string cause) => new(OutlookPermissionStatus.Failed, remedy, cause);
}
