using System;

namespace OutlookMail.Smtp;

/// <summary>NOTIFY of RFC 3461 §4.1.</summary>
[Flags]
public enum SmtpNotify
{
    /// <summary>Not said.</summary>
    Default = 0,

    /// <summary>Delivered.</summary>
    Success = 1,

    /// <summary>Not delivered and given up.</summary>
    Failure = 2,

    /// <summary>Not delivered yet.</summary>
    Delay = 4,

    /// <summary>No report at all; excludes the others.</summary>
    Never = 8,
}
