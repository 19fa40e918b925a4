namespace OutlookMail.Mime;

/// <summary>Whether a signer's certificate leads to a trusted authority. Nothing of this says that the signature is intact.</summary>
public enum SmimeTrust
{
    /// <summary>Nobody asked, or this flavour of the library cannot keep the check off the network (Windows PowerShell).</summary>
    NotChecked,
    Trusted,
    Untrusted,
}
