namespace OutlookMail.Client;

/// <summary>What a front end is told while the outbox is worked off. Calls come from any thread.</summary>
public interface IOutboxEvents
{
    void Progress(OutboxProgress progress);

    void Verbose(string text);

    void Warning(string text);
}
