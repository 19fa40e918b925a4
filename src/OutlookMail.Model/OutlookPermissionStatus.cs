namespace OutlookMail.Model;

/// <summary>What is known of a row. Neither NotTested nor Warning is a kind of Passed.</summary>
public enum OutlookPermissionStatus
{
    Passed,
    Failed,
    NotTested,

    /// <summary>It works today, and will not for long, or is more than mail needs.</summary>
    Warning,
}
