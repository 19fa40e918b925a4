namespace OutlookMail.Model;

/// <summary>One permission, followed from the request to the wire.</summary>
public sealed class OutlookPermissionResult
{
    public OutlookPermissionResult(string permission) => Permission = permission;

    public string Permission { get; }

    /// <summary>Whether the sign-in asked for it.</summary>
    public bool Requested { get; set; }

    /// <summary>Whether the token answer grants it; null when that cannot be seen.</summary>
    public bool? InToken { get; set; }

    /// <summary>Whether using it worked; null when it was not tried.</summary>
    public bool? Proved { get; set; }

    public OutlookPermissionStatus Status { get; set; }

    /// <summary>What was seen, in the server's words where it spoke.</summary>
    public string Evidence { get; set; } = "";

    /// <summary>What to do next; empty when there is nothing to do.</summary>
    public string Fix { get; set; } = "";

    public override string ToString() => $"{Permission}: {Status}";
}
