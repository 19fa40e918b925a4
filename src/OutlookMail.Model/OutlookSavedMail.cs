namespace OutlookMail.Model;

/// <summary>A message that now stands in a file, octet for octet as the server gave it.</summary>
public sealed class OutlookSavedMail
{
    public OutlookSavedMail(OutlookMessage message, string path, long length)
    {
        Message = message;
        Path = path;
        Length = length;
    }

    public OutlookMessage Message { get; }

    public string Path { get; }

    public long Length { get; }

    /// <summary>The file holds the server's own text in place of a message that it could not give.</summary>
    public bool IsSubstitute { get; set; }
}
