namespace OutlookMail.Imap.Grammar;

/// <summary>How the other side takes literals.</summary>
public enum LiteralStyle
{
    /// <summary>A client waits for a continuation before each.</summary>
    Synchronizing,

    /// <summary>LITERAL- (RFC 7888): up to 4096 octets without waiting.</summary>
    Minus,

    /// <summary>LITERAL+: never waits.</summary>
    Plus,

    /// <summary>From server to client: no sign, no waiting.</summary>
    FromServer,
}
