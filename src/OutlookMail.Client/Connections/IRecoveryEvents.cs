namespace OutlookMail.Client;

/// <summary>Told while a command's connection is being made anew. Calls come from any thread.</summary>
public interface IRecoveryEvents
{
    /// <summary>Before the wait.</summary>
    void Recovering(RecoveryStep step);

    /// <summary>The new connection is there, or the attempts are over.</summary>
    void Recovered();
}
