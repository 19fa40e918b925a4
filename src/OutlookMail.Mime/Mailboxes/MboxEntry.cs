namespace OutlookMail.Mime;

/// <summary>One message of an mbox file.</summary>
public sealed class MboxEntry
{
    internal MboxEntry(byte[] bytes, string fromLine, long offset)
    {
        Bytes = bytes;
        FromLine = fromLine;
        Offset = offset;
    }

    /// <summary>The message without its From line, quoting undone.</summary>
    public byte[] Bytes { get; }

    /// <summary>What stands after "From ": the envelope sender and the delivery date.</summary>
    public string FromLine { get; }

    /// <summary>Octets from the start of the file to the From line.</summary>
    public long Offset { get; }

    public MimeMessage Parse() => MimeMessage.Parse(Bytes);
}
