using System;

namespace OutlookMail.Model;

/// <summary>The sign-ins that an app registration must serve. Its public or confidential shape and its redirects follow from them.</summary>
[Flags]
public enum OutlookAppSignIn
{
    None = 0,

    /// <summary>A code typed on another device (RFC 8628): a public client, which never sends a secret.</summary>
    DeviceCode = 1,

    /// <summary>A browser on the same machine, answering at http://localhost: a public client.</summary>
    Interactive = 2,

    /// <summary>A web application with a secret and its own redirect address, such as NocoBase: a confidential client.</summary>
    Web = 4,

    /// <summary>A service without a person: application permissions, and a secret or a certificate.</summary>
    AppOnly = 8,
}
