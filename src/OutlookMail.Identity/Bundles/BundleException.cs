using System;

namespace OutlookMail.Identity;

/// <summary>A sealed session that cannot be made or opened.</summary>
public sealed class BundleException : Exception
{
    internal BundleException(BundleFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    public BundleFailure Failure { get; }
}
