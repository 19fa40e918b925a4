namespace OutlookMail.Client;

/// <summary>What a front end hears while an app is registered.</summary>
public interface IAppEvents : IConnectEvents
{
    /// <summary>The step or the pause that begins now.</summary>
    void Progress(string text);
}
