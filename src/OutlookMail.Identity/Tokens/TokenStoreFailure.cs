namespace OutlookMail.Identity;

/// <summary>Why a store could not be used.</summary>
public enum TokenStoreFailure
{
    /// <summary>Another process holds the lock and did not give it back in time.</summary>
    Busy,

    /// <summary>The content was encrypted with another key than the present one; it is left as it is.</summary>
    KeyMismatch,

    /// <summary>The key itself is not usable: not 32 octets, or not readable.</summary>
    KeyInvalid,

    /// <summary>The folder or a file in it cannot be read or written.</summary>
    Inaccessible,

    /// <summary>A file of the store is a link. It is not followed.</summary>
    IsLink,
}
