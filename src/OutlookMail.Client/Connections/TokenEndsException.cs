using System;

namespace OutlookMail.Client;

/// <summary>The connection's token ends soon: no failure, but the moment for the next connection.</summary>
internal sealed class TokenEndsException : Exception
{
    public TokenEndsException()
        : base("The connection's token ends soon.")
    {
    }
}
