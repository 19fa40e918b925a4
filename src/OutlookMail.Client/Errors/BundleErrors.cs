using System;
using OutlookMail.Identity;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Catalogue entries of sealed sessions.</summary>
public static class BundleErrors
{
    // A refresh token that is not used ends after 90 days, whatever the bundle says (facts 2.5).
    public const int LongestLifetimeDays = 90;

    public static OutlookMailException NotExportable(OutlookSession session, string reason) => new(
        ErrorIds.SessionNotExportable,
        OutlookErrorCategory.InvalidOperation,
        $"The session of {session.Mailbox} cannot be exported: {reason}",
        "Export a session of a person's sign-in or of an app with a secret. A certificate, a managed identity and a federated token stay on the machine that has them.",
        session)
    {
        EndsCommand = true,
    };

    public static OutlookMailException LifetimeInvalid(TimeSpan lifetime) => new(
        ErrorIds.SessionNotExportable,
        OutlookErrorCategory.InvalidArgument,
        $"A sealed session cannot last {lifetime}.",
        FormattableString.Invariant($"Give a time between a minute and {LongestLifetimeDays} days: a kept sign-in that is not used ends after that anyway."),
        lifetime)
    {
        EndsCommand = true,
    };

    public static OutlookMailException Revoked(string path, string list) => new(
        ErrorIds.SealedSessionRevoked,
        OutlookErrorCategory.PermissionDenied,
        $"The sealed session {path} was called back.",
        $"Its id stands in {list}. Export a new one where somebody can sign in.",
        path)
    {
        EndsCommand = true,
    };

    public static OutlookMailException RevocationUnknown(string path, string list, Exception inner) => new(
        ErrorIds.SealedSessionRevoked,
        OutlookErrorCategory.ResourceUnavailable,
        $"Whether the sealed session {path} was called back cannot be seen: {inner.Message}",
        $"Make {list} readable for this job; while it cannot be read, the session stays shut.",
        path,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException Expired(string path, DateTimeOffset end, Exception? inner) => new(
        ErrorIds.SealedSessionExpired,
        OutlookErrorCategory.OperationTimeout,
        FormattableString.Invariant($"The sealed session {path} ended on {end:u}."),
        "Export a new one where somebody can sign in, with a longer -Lifetime if the job needs it.",
        path,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException NotRevocable(Guid id) => new(
        ErrorIds.SessionNotExportable,
        OutlookErrorCategory.InvalidOperation,
        $"The sealed session {id} was made without a revocation list, so that nobody asks before it is opened.",
        "End it at its source: revoke the user's sign-in sessions in Entra (Revoke-MgUserSignInSession), or remove the app's secret (Remove-OutlookAppSecret). Export the next one with -RevocationList.",
        id)
    {
        EndsCommand = true,
    };

    public static OutlookMailException ExportNotFound(Guid id) => new(
        ErrorIds.AccountNotFound,
        OutlookErrorCategory.ObjectNotFound,
        $"No sealed session {id} was made here.",
        "Get-OutlookAccount -Exported lists those that were.",
        id);

    internal static OutlookMailException From(string path, BundleException e, DateTimeOffset? end) => e.Failure == BundleFailure.Expired
        ? Expired(path, end ?? default, e)
        : new(ErrorIds.SealedSessionInvalid, OutlookErrorCategory.InvalidData, $"{path} cannot be opened: {e.Message}", Fix(e.Failure), path, e) { EndsCommand = true };

    internal static OutlookMailException KeyUnusable(Exception e) => new(
        ErrorIds.SealedSessionInvalid,
        OutlookErrorCategory.InvalidArgument,
        $"The key cannot be used: {e.Message}",
        Fix(BundleFailure.KeyUnusable),
        null,
        e)
    {
        EndsCommand = true,
    };

    internal static OutlookMailException NotReadable(string path, Exception e) => new(
        ErrorIds.SealedSessionInvalid,
        OutlookErrorCategory.ResourceUnavailable,
        $"{path} cannot be read: {e.Message}",
        "Check the path and its rights.",
        path,
        e)
    {
        EndsCommand = true,
    };

    private static string Fix(BundleFailure failure) => failure switch
    {
        BundleFailure.OtherKeyKind => "Give the kind of key that it was sealed with; the first line of the file says which.",
        BundleFailure.WrongKeyOrDamaged => "Give the key that it was sealed with. If it is the right one, the file was changed: take a new copy, or export again.",
        BundleFailure.KeyUnusable => "A pass phrase has 12 characters or more; a key file holds 32 random octets or their Base64; a certificate has an RSA key, and for opening its private half.",
        _ => "Give a file that Export-OutlookSession of this version wrote.",
    };
}
