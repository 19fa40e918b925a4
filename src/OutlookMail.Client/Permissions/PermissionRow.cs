using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>How a row ends.</summary>
internal static class PermissionRow
{
    public static void Passed(this OutlookPermissionResult row, string evidence)
    {
        row.Proved = true;
        row.Status = OutlookPermissionStatus.Passed;
        row.Evidence = evidence;
    }

    /// <summary>It was tried and refused, or shown to be wrong; the server's words are its evidence.</summary>
    public static void Refused(this OutlookPermissionResult row, OutlookMailException refused, PermissionContext context)
    {
        row.Proved = false;
        row.Status = OutlookPermissionStatus.Failed;
        row.Evidence = refused.Message;
        row.Take(ServerVerdict.Of(refused, context, row.Permission));
    }

    public static void NotTested(this OutlookPermissionResult row, string reason, string fix = "")
    {
        row.Proved = null;
        row.Status = OutlookPermissionStatus.NotTested;
        row.Evidence = reason;
        row.Fix = fix;
    }

    /// <summary>Puts the four answers together once the wire has spoken.</summary>
    public static void Judge(this OutlookPermissionResult row, PermissionContext context)
    {
        var verdict = PermissionVerdict.Of(row.Declared, row.Consented, row.InToken, row.Proved);
        row.Status = verdict.Status;
        switch (verdict.Remedy)
        {
            case PermissionRemedy.None:
                row.Cause = "";
                row.Fix = "";
                row.Command = "";
                row.WhoCanFix = null;
                row.Link = null;
                break;
            case PermissionRemedy.Try:
                row.Cause = row.Cause.Length > 0 ? row.Cause : row.Evidence;
                break;
            case PermissionRemedy.Server:
                row.Cause = row.Cause.Length > 0 ? row.Cause : verdict.Cause;
                break;
            default:
                row.Cause = verdict.Cause;
                Remedies.Fill(row, verdict.Remedy, context);
                break;
        }
    }

    public static void Take(this OutlookPermissionResult row, ServerVerdict verdict)
    {
        row.Cause = verdict.Cause;
        row.WhoCanFix = verdict.Fixer;
        row.Fix = verdict.Fix;
        row.Command = verdict.Command;
        row.Link = verdict.Link;
    }

    public static void Fails(this OutlookPermissionResult row, string evidence, string cause, OutlookFixer fixer, string fix, string command = "", string? link = null) =>
        row.Set(OutlookPermissionStatus.Failed, evidence, cause, fixer, fix, command, link);

    public static void Warns(this OutlookPermissionResult row, string evidence, string cause, OutlookFixer fixer, string fix, string command = "", string? link = null) =>
        row.Set(OutlookPermissionStatus.Warning, evidence, cause, fixer, fix, command, link);

    private static void Set(this OutlookPermissionResult row, OutlookPermissionStatus status, string evidence, string cause, OutlookFixer fixer, string fix, string command, string? link)
    {
        row.Status = status;
        row.Evidence = evidence;
        row.Cause = cause;
        row.WhoCanFix = fixer;
        row.Fix = fix;
        row.Command = command;
        row.Link = link;
    }
}
