using System;
using System.Collections.Generic;

namespace OutlookMail.Identity.Registration;

/// <summary>A registration that cannot be done as asked. What it names never holds a secret.</summary>
public sealed class RegistrationException : Exception
{
    public RegistrationException(RegistrationFailure failure, string message, IReadOnlyList<string>? names = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
        Names = names ?? Array.Empty<string>();
    }

    public RegistrationFailure Failure { get; }

    /// <summary>What it is about: rights that are missing, client ids that share a name, the property that is wrong.</summary>
    public IReadOnlyList<string> Names { get; }
}
