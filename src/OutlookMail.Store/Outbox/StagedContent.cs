namespace OutlookMail.Store;

/// <summary>A message that is written down and that no mail names yet.</summary>
internal sealed class StagedContent
{
    public StagedContent(byte[]? body, string? file, long size)
    {
        Body = body;
        File = file;
        Size = size;
    }

    public byte[]? Body { get; }

    public string? File { get; }

    public long Size { get; }
}
