namespace OutlookMail.Model;

/// <summary>What is known of a permission. NotTested is no kind of Passed.</summary>
public enum OutlookPermissionStatus
{
    Passed,
    Failed,
    NotTested,
}
