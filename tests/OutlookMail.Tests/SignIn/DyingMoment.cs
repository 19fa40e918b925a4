namespace OutlookMail.Tests.SignIn;

/// <summary>Where between a refresh and the end of its saving a process dies.</summary>
public enum DyingMoment
{
    /// <summary>The server has answered, and nobody has seen the answer.</summary>
    Answered,

    /// <summary>The answer is to be saved; the store's lock is held.</summary>
    BeforeWriting,

    /// <summary>Half of the new file is on the disk, under a name of its own.</summary>
    HalfWritten,

    /// <summary>The new file is in its place; the lock is still held.</summary>
    Written,

    /// <summary>The lock was given back, and the caller has not seen its token.</summary>
    Released,
}
