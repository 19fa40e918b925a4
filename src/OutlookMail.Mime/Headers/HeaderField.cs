namespace OutlookMail.Mime;

/// <summary>Where one field lies in the octets of the message.</summary>
internal readonly struct HeaderField
{
    public HeaderField(int start, int nameLength, int valueStart, int end)
    {
        Start = start;
        NameLength = nameLength;
        ValueStart = valueStart;
        End = end;
    }

    public int Start { get; }

    public int NameLength { get; }

    public int ValueStart { get; }

    public int End { get; }
}
