using System;
using System.Security;

namespace OutlookMail.Model;

/// <summary>An access token for another program, with what that program has to know. Its text never shows the token.</summary>
public sealed class OutlookAccessToken
{
    public OutlookAccessToken(SecureString token, string user, string resource, DateTimeOffset expiresOn)
    {
        Token = token;
        User = user;
        Resource = resource;
        ExpiresOn = expiresOn;
    }

    public SecureString Token { get; }

    /// <summary>The user name to sign in with beside the token.</summary>
    public string User { get; }

    /// <summary>Mail or Graph: a token opens one of them and never both.</summary>
    public string Resource { get; }

    public DateTimeOffset ExpiresOn { get; }

    public override string ToString() => $"{Resource} token of {User} until {ExpiresOn:u}";
}
