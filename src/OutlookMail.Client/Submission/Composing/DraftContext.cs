using System;
using System.Collections.Generic;

namespace OutlookMail.Client;

/// <summary>Whose mail it is, and when and where it is written.</summary>
/// <param name="Mailbox">The sender unless the draft names another.</param>
/// <param name="Own">Addresses that a reply to all leaves out.</param>
/// <param name="Now">With the zone that dates are written in.</param>
/// <param name="SignatureFolder">Where signatures lie.</param>
internal sealed record DraftContext(string Mailbox, IReadOnlyList<string> Own, DateTimeOffset Now, string SignatureFolder)
{
    public static DraftContext Of(LiveSession session) => new(
        session.Handle.Mailbox,
        [session.Handle.Mailbox, session.Handle.Account],
        session.Wire.Time.GetLocalNow(),
        DataFolder.Signatures(session.Plan.Request.StoreFolder));
}
