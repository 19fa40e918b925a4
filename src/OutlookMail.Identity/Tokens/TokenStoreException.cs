using System;

namespace OutlookMail.Identity;

/// <summary>A store of secrets that cannot be used now. Its content is untouched.</summary>
public sealed class TokenStoreException : Exception
{
    internal TokenStoreException(TokenStoreFailure failure, string path, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
        Path = path;
    }

    public TokenStoreFailure Failure { get; }

    /// <summary>The file or folder that the failure is about.</summary>
    public string Path { get; }
}
