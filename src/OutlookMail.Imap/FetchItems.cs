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

    /// <summary>Where CONDSTORE is offered.</summary>
    ModSeq = 64,

    /// <summary>EMAILID and THREADID, where OBJECTID is offered (RFC 8474).</summary>
    ObjectIds = 128,

    /// <summary>Some words of the text, where PREVIEW is offered (RFC 8970).</summary>
    Preview = 256,

    /// <summary>What every server has.</summary>
    Summary = Uid | Flags | Envelope | InternalDate | Size | BodyStructure,
}
