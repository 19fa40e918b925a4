namespace OutlookMail.Store;

/// <summary>Why the store could not do its work.</summary>
public enum StoreFailure
{
    /// <summary>Another process held it for longer than the wait.</summary>
    Busy,

    /// <summary>The disk, or the quota on it, is full. What was asked for did not happen.</summary>
    Full,

    /// <summary>A file is not what was written.</summary>
    Damaged,

    /// <summary>A newer version of the module has changed its form.</summary>
    TooNew,

    /// <summary>Rights, a path that is not there, or a device that fails.</summary>
    Inaccessible,
}
