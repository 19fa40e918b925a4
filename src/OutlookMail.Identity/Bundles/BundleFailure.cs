namespace OutlookMail.Identity;

/// <summary>Why a sealed session cannot be opened.</summary>
public enum BundleFailure
{
    /// <summary>The file is none of this module, or of a later version of it.</summary>
    NotABundle,

    /// <summary>It is sealed with another kind of key than the one given.</summary>
    OtherKeyKind,

    /// <summary>The key does not fit, or the file was changed: a seal cannot tell these apart.</summary>
    WrongKeyOrDamaged,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>The key given cannot be used: too short, or a certificate without its private key.</summary>
    KeyUnusable,
}
