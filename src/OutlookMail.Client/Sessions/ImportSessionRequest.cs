namespace OutlookMail.Client;

/// <summary>A sealed session to be opened.</summary>
public sealed class ImportSessionRequest
{
    public ImportSessionRequest(string path, TransferKey key, ConnectRequest connect)
    {
        Path = path;
        Key = key;
        Connect = connect;
    }

    public string Path { get; }

    public TransferKey Key { get; }

    /// <summary>What this host adds: its sandbox, CA, proxy and trace.</summary>
    public ConnectRequest Connect { get; }
}
