namespace OutlookMail.Model;

/// <summary>One permission followed from the registration to the wire, or one setting that mail depends on.</summary>
public sealed class OutlookPermissionResult
{
    public OutlookPermissionResult(string permission) => Permission = permission;

    /// <summary>The permission's name, or what the setting is called.</summary>
    public string Permission { get; }

    public OutlookPermissionRowKind Kind { get; set; }

    /// <summary>The sign-in that the row is for: DeviceCode, Interactive, Web, AppOnly, AccessToken.</summary>
    public string SignIn { get; set; } = "";

    /// <summary>Whether the sign-in asked for it; only such rows count for -Quiet while no other row failed.</summary>
    public bool Requested { get; set; }

    /// <summary>Whether the app registration declares it; null when that cannot be seen.</summary>
    public bool? Declared { get; set; }

    /// <summary>Whether somebody who may has consented to it; null when that cannot be seen.</summary>
    public bool? Consented { get; set; }

    /// <summary>Whether the token really issued for its resource grants it; null when that cannot be seen.</summary>
    public bool? InToken { get; set; }

    /// <summary>Whether using it worked; null when it was not tried.</summary>
    public bool? Proved { get; set; }

    public OutlookPermissionStatus Status { get; set; }

    /// <summary>What was seen, in the server's words where it spoke.</summary>
    public string Evidence { get; set; } = "";

    /// <summary>Why it is not Passed; empty when it is.</summary>
    public string Cause { get; set; } = "";

    /// <summary>Who can put it right; null when there is nothing to do.</summary>
    public OutlookFixer? WhoCanFix { get; set; }

    /// <summary>What to do next, in words; empty when there is nothing to do.</summary>
    public string Fix { get; set; } = "";

    /// <summary>The exact commands, a line each, as they can be pasted; empty when no command does it.</summary>
    public string Command { get; set; } = "";

    /// <summary>The page on which it is done or explained; null when there is none.</summary>
    public string? Link { get; set; }

    public override string ToString() => $"{Permission}: {Status}";
}
