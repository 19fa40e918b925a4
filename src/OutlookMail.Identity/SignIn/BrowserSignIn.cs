using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>How a sign-in in the browser goes.</summary>
public sealed class BrowserSignIn
{
    /// <summary>Opens an address in a browser; null opens the system's own.</summary>
    public Func<Uri, Task>? Open { get; init; }

    /// <summary>Scopes of other resources that the person consents to on the same page; no token comes for them.</summary>
    public IReadOnlyList<string> AlsoConsentTo { get; init; } = Array.Empty<string>();

    /// <summary>Shows the account picker although one account is signed in to the browser.</summary>
    public bool ChooseAccount { get; init; }

    /// <summary>The claims challenge of a refusal (<see cref="SignInException.Claims"/>) to be met.</summary>
    public string? Claims { get; init; }
}
