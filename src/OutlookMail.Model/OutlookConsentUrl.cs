namespace OutlookMail.Model;

/// <summary>A page on which an administrator consents for the whole tenant.</summary>
public sealed class OutlookConsentUrl
{
    public OutlookConsentUrl(string purpose, string url)
    {
        Purpose = purpose;
        Url = url;
    }

    /// <summary>What it consents to.</summary>
    public string Purpose { get; }

    public string Url { get; }

    public override string ToString() => Url;
}
