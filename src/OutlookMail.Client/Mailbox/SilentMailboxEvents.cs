using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>For callers who only want results: the first failure of an item is thrown.</summary>
internal sealed class SilentMailboxEvents : IMailboxEvents
{
    public static readonly SilentMailboxEvents Instance = new();

    public void Verbose(string text)
    {
    }

    public void Warning(string text)
    {
    }

    public void Failed(OutlookMailException failure) => throw failure;

    public void Progress(long done, long? all)
    {
    }
}
