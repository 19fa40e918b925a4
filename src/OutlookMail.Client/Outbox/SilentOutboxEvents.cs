namespace OutlookMail.Client;

/// <summary>For callers who have nobody to tell.</summary>
internal sealed class SilentOutboxEvents : IOutboxEvents
{
    public static SilentOutboxEvents Instance { get; } = new();

    public void Progress(OutboxProgress progress)
    {
    }

    public void Verbose(string text)
    {
    }

    public void Warning(string text)
    {
    }
}
