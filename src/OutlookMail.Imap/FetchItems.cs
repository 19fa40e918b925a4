using System;

namespace OutlookMail.Imap;

[Flags]
public enum FetchItems
{
    None = 0,
    Uid = 1,
    Flags = 2,
    Envelope = 4,
    InternalDate = 8,
    Size = 16,
    BodyStructure = 32,

    /// <summary>All of these.</summary>
    Summary = Uid | Flags | Envelope | InternalDate | Size | BodyStructure,
}
