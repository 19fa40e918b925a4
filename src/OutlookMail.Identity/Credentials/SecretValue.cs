using System;
using System.Diagnostics;
using System.Net;
using System.Security;

namespace OutlookMail.Identity;

/// <summary>A secret that nothing shows by accident: no property holds it, and its text is stars.</summary>
[DebuggerDisplay("***")]
public sealed class SecretValue
{
    private readonly string value;

    /// <exception cref="ArgumentException">The value is empty.</exception>
    public SecretValue(string value) =>
        this.value = string.IsNullOrEmpty(value) ? throw new ArgumentException("The secret is empty.", nameof(value)) : value;

    /// <exception cref="ArgumentException">The value is empty.</exception>
    public SecretValue(SecureString value)
        : this(new NetworkCredential("", value).Password)
    {
    }

    /// <summary>
    /// True when it has the shape of a GUID, as a secret's id has and its value never does: Entra's portal shows both,
    /// and the id is what people paste by mistake.
    /// </summary>
    public bool LooksLikeSecretId => Guid.TryParse(value, out _);

    /// <summary>The secret itself, for the moment of its use.</summary>
    public string Reveal() => value;

    public override string ToString() => "***";
}
