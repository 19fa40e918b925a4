namespace OutlookMail.Sandbox;

/// <summary>Where a sign-in meets a refusal that was switched on.</summary>
public enum SandboxEntraEndpoint
{
    /// <summary>When a token was about to be issued, in any flow.</summary>
    Token,

    /// <summary>When a device code is asked for.</summary>
    DeviceCode,

    /// <summary>On the sign-in page of the browser.</summary>
    Authorize,
}
