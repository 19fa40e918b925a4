namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>LOGOUT, RFC 9051 §6.1.3.</summary>
internal static class LogoutCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        session.Bye("Microsoft Exchange Server IMAP4 server signing off.");
        return "LOGOUT completed.";
    }
}
