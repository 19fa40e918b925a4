namespace OutlookMail.Imap;

public sealed class AppendResult
{
    internal AppendResult(AppendMessage message) => Message = message;

    public AppendMessage Message { get; }

    /// <summary>0 when the server did not tell (no UIDPLUS).</summary>
    public uint UidValidity { get; internal set; }

    /// <summary>0 when the server did not tell.</summary>
    public uint Uid { get; internal set; }

    /// <summary>Why the server did not take it; null when it did.</summary>
    public ImapRefusedException? Refusal { get; internal set; }
}
