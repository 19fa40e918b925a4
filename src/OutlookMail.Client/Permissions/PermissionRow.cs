using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>The three ways in which a row can end.</summary>
internal static class PermissionRow
{
    public static void Passed(this OutlookPermissionResult row, string evidence)
    {
        row.Proved = true;
        row.Status = OutlookPermissionStatus.Passed;
        row.Evidence = evidence;
    }

    public static void Failed(this OutlookPermissionResult row, string evidence, string fix)
    {
        row.Proved = false;
        row.Status = OutlookPermissionStatus.Failed;
        row.Evidence = evidence;
        row.Fix = fix;
    }

    public static void NotTested(this OutlookPermissionResult row, string reason, string fix = "")
    {
        row.Proved = null;
        row.Status = OutlookPermissionStatus.NotTested;
        row.Evidence = reason;
        row.Fix = fix;
    }
}
