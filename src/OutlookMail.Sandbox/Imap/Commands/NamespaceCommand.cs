namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>NAMESPACE, RFC 9051 §6.3.10.</summary>
internal static class NamespaceCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        session.Out.Raw("* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n"u8);
        return "NAMESPACE completed.";
    }
}
