namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>CAPABILITY, RFC 9051 §6.1.1, with Exchange Online's two lists (MailKit #1494, #2016) or the standard profile's.</summary>
internal static class CapabilityCommand
{
    private const string BeforeLogin = "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+";

    private const string AfterLogin =
        "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CLIENTACCESSRULES CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE CHILDREN IDLE NAMESPACE LITERAL+";

    private const string StandardBeforeLogin = "IMAP4rev1 SASL-IR LITERAL+ ID ENABLE IDLE AUTH=XOAUTH2 AUTH=OAUTHBEARER";

    private const string StandardAfterLogin =
        "IMAP4rev1 SASL-IR LITERAL+ ID ENABLE IDLE UIDPLUS MOVE UNSELECT CHILDREN NAMESPACE SPECIAL-USE CONDSTORE ESEARCH";

    public static string List(ImapSession session) => (session.IsStandard, session.Mailbox is null) switch
    {
        (true, true) => StandardBeforeLogin,
        (true, false) => StandardAfterLogin,
        (false, true) => BeforeLogin,
        (false, false) => AfterLogin,
    };

    public static string Run(ImapSession session, ImapCommand command)
    {
        session.Out.Raw("* CAPABILITY "u8).Raw(List(session)).EndLine();
        return "CAPABILITY completed.";
    }
}
