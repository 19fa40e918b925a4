using System;
using OutlookMail.Imap;

namespace OutlookMail.Client;

/// <summary>What a server is known to do before it does it.</summary>
internal static class ServerQuirks
{
    /// <summary>Exchange answers CHARSET UTF-8 with BADCHARSET, and after some of them ends the connection (imapsync FAQ, MailKit issues).</summary>
    public static bool RefusesUtf8Search(ImapConnection imap) =>
        imap.Greeting.IndexOf("Microsoft Exchange", StringComparison.OrdinalIgnoreCase) >= 0;
}
