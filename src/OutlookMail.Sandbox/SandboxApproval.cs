namespace OutlookMail.Sandbox;

/// <summary>Who answers device codes, sign-ins and consents.</summary>
public enum SandboxApproval
{
    /// <summary>The sandbox itself, at once, as its first user; it says so through <see cref="SandboxServer.Log"/>.</summary>
    Auto,

    /// <summary>A person or a script, at the web page.</summary>
    Page,

    /// <summary>Nobody: every request is refused, as if the person had pressed Cancel.</summary>
    Deny,
}
