using System;
using System.IO;

namespace OutlookMail.Wire;

/// <summary>The connection is gone: a new one is needed. What was asked last may or may not have been done.</summary>
public class ConnectionBrokenException : IOException
{
    public ConnectionBrokenException(string message, Exception? inner = null, bool timedOut = false)
        : base(message, inner)
    {
        TimedOut = timedOut;
    }

    public bool TimedOut { get; }
}
