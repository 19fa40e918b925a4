using System.Collections.Generic;
using OutlookMail.Wire;

namespace OutlookMail.Smtp;

/// <summary>The server's EHLO reply lacks what is needed to sign in.</summary>
public sealed class SmtpNotOfferedException : ServerRefusedException
{
    internal SmtpNotOfferedException(IReadOnlyList<string> offered)
        : base("AUTH", offered.Count == 0
            ? "the server offers no way to sign in"
            : "the server offers neither XOAUTH2 nor OAUTHBEARER, only " + string.Join(" ", offered))
    {
        Offered = offered;
    }

    /// <summary>The mechanisms that the server does offer.</summary>
    public IReadOnlyList<string> Offered { get; }
}
