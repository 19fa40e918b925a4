using System.Collections.Generic;
using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Rows as one answer.</summary>
public static class PermissionSummary
{
    /// <summary>
    /// What -Quiet says: every requested row is Passed and no other one Failed. With <paramref name="strict"/> every row is
    /// Passed; Warning and NotTested are no kind of it.
    /// </summary>
    public static bool IsGood(IReadOnlyCollection<OutlookPermissionResult> rows, bool strict) => Open(rows, strict).Count == 0;

    /// <summary>The rows that stand in the way of a good answer.</summary>
    public static IReadOnlyList<OutlookPermissionResult> Open(IReadOnlyCollection<OutlookPermissionResult> rows, bool strict) =>
        rows.Where(row => row.Status != OutlookPermissionStatus.Passed && (strict || row.Requested || row.Status == OutlookPermissionStatus.Failed)).ToArray();
}
