using OutlookMail.Imap.Grammar;

namespace OutlookMail.Imap;

/// <summary>What a server may send at most. Beyond it the answer is a protocol error and the connection is given up.</summary>
public static class ImapLimits
{
    /// <summary>Octets of one response with its literals, bodies apart.</summary>
    public const int ResponseOctets = UnitScanner.MaxUnit;

    /// <summary>Octets of a literal that is no body.</summary>
    public const int LiteralOctets = UnitScanner.MaxInlineLiteral;

    public const int Capabilities = ImapCapabilities.MaxCount;

    /// <summary>Responses to one command, messages that were asked for apart. A folder of a million messages may vanish at once.</summary>
    public const int ResponsesToCommand = 1_000_000;

    /// <summary>More folders than any account has.</summary>
    public const int Folders = 200_000;

    /// <summary>A compressed search answer can claim four thousand million messages in a few octets.</summary>
    public const int SearchResults = 20_000_000;

    /// <summary>Parts within parts: against stack overflow; mail nests a dozen deep at most. A deeper structure is not read, its message is.</summary>
    public const int StructureDepth = 64;

    /// <summary>Threads within threads: against stack overflow; replies in a row do not nest.</summary>
    public const int ThreadDepth = 200;

    /// <summary>Of one field of an envelope; more than Exchange takes as recipients. An envelope with more is not read, its message is.</summary>
    public const int Addresses = 50_000;

    /// <summary>A body whose UID comes behind it is held in memory until then.</summary>
    public const long HeldBodyOctets = 64 * 1024 * 1024;

    /// <summary>A server that claims more copies than a folder can hold is not believed.</summary>
    public const int CopiedUids = 5_000_000;

    /// <summary>RFC 2971 §3.3.</summary>
    public const int IdFields = 30;
}
