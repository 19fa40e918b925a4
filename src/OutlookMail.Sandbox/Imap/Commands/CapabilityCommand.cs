namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>CAPABILITY, RFC 9051 §6.1.1, with Exchange Online's two lists (MailKit #1494, #2016).</summary>
internal static class CapabilityCommand
{
    private const string BeforeLogin = "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+";

    private const string AfterLogin =
        "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CLIENTACCESSRULES CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE CHILDREN IDLE NAMESPACE LITERAL+";

    public static string Run(ImapSession session, ImapCommand command)
    {
        session.Out.Raw("* CAPABILITY "u8).Raw(session.Mailbox is null ? BeforeLogin : AfterLogin).EndLine();
        return "CAPABILITY completed.";
    }
}
