namespace OutlookMail.Model;

/// <summary>An attachment that now stands in a file.</summary>
public sealed class OutlookSavedAttachment
{
    public OutlookSavedAttachment(OutlookMessage message, string name, string path)
    {
        Message = message;
        Name = name;
        Path = path;
    }

    public OutlookMessage Message { get; }

    /// <summary>The name as the sender gave it, decoded; the file's own name is made safe.</summary>
    public string Name { get; }

    public string Path { get; }

    public string ContentType { get; set; } = "";

    /// <summary>Octets, decoded.</summary>
    public long Length { get; set; }

    /// <summary>Of the decoded octets, in hexadecimal.</summary>
    public string Sha256 { get; set; } = "";

    public bool IsInline { get; set; }

    /// <summary>The same octets were in the file already, so that nothing was written.</summary>
    public bool IsDuplicate { get; set; }

    public override string ToString() => Path;
}
