namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>ID, RFC 2971.</summary>
internal static class IdCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        session.Out.Raw("* ID (\"name\" \"Microsoft.Exchange.Imap4.Imap4Server\" \"version\" \"15.20\" \"environment\" \"SANDBOX\")\r\n"u8);
        return "ID completed";
    }
}
