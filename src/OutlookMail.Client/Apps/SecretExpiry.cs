using System;

namespace OutlookMail.Client;

/// <summary>Says in time that a kept secret ends: from 30 days before, and more plainly from 7 and from 1.</summary>
internal static class SecretExpiry
{
    private const int First = 30;
    private const int Soon = 7;
    private const int Last = 1;

    /// <returns>Null while there is nothing to say.</returns>
    public static string? Warning(KeptApp? app, DateTimeOffset now)
    {
        if (app is null || (app.Certificate?.EndsOn ?? app.Secret?.EndsOn) is not { } end || AppView.DaysLeft(end, now) is not { } days || days > First)
        {
            return null;
        }

        var when = end <= now ? FormattableString.Invariant($"ended on {end:yyyy-MM-dd}")
            : days <= Last ? FormattableString.Invariant($"ends within {(days < 1 ? "a day" : "two days")}, on {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC")
            : days <= Soon ? FormattableString.Invariant($"ends this week, on {end:yyyy-MM-dd}")
            : FormattableString.Invariant($"ends in {days} days, on {end:yyyy-MM-dd}");
        var (what, command) = app.Certificate is not null ? ("certificate", "Update-OutlookAppCertificate") : ("client secret", "Update-OutlookAppSecret");
        return $"The {what} of {app.Name ?? app.ClientId} {when}: {command} -ClientId {app.ClientId} makes a new one.";
    }
}
