using System;

namespace OutlookMail.Client;

/// <summary>The journal says that a mail must not go out now; thrown into the writing of the message, so that its end is never written.</summary>
internal sealed class NotAdmittedException : Exception
{
    public NotAdmittedException()
        : base("The mail may not go out now.")
    {
    }
}
