using System;
using System.Security;

namespace OutlookMail.Model;

/// <summary>A client secret of an app.</summary>
public sealed class OutlookAppSecret
{
    public OutlookAppSecret(string clientId, string keyId)
    {
        ClientId = clientId;
        KeyId = keyId;
    }

    public string ClientId { get; }

    /// <summary>The portal's Secret ID. It only serves to remove the secret and is never sent at sign-in.</summary>
    public string KeyId { get; }

    public string? DisplayName { get; set; }

    /// <summary>The first three characters of the value.</summary>
    public string? Hint { get; set; }

    public DateTimeOffset? StartsOn { get; set; }

    public DateTimeOffset? EndsOn { get; set; }

    /// <summary>Whole days until it ends, as of when it was read; negative when it has ended.</summary>
    public int? DaysLeft { get; set; }

    /// <summary>Whether this module keeps its value.</summary>
    public bool IsStored { get; set; }

    /// <summary>The portal's Value, from the command that made it and from no other: Entra shows it once.</summary>
    public SecureString? Value { get; set; }

    public override string ToString() => $"{DisplayName ?? KeyId} until {EndsOn:yyyy-MM-dd}";
}
