using System;

namespace OutlookMail.Client;

/// <summary>Another worker has the mail now; thrown into the writing of the message, so that its end is never written.</summary>
internal sealed class LeaseLostException : Exception
{
    public LeaseLostException()
        : base("The mail's lease ran out before its end was written.")
    {
    }
}
