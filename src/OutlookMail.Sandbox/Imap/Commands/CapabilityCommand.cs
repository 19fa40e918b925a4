namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>CAPABILITY, RFC 9051 §6.1.1, with Exchange Online's two lists (MailKit #1494, #2016) or the standard profile's.</summary>
internal static class CapabilityCommand
{
    private const string BeforeLogin = "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+";

    private const string AfterLogin =
        "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CLIENTACCESSRULES CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE CHILDREN IDLE NAMESPACE LITERAL+";

    private const string ProxyBeforeLogin = "IMAP4 IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+";
    private const string ProxyAfterLogin =
        "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT ENABLE IMAP4rev2 CLIENTACCESSRULES CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE BACKENDAUTHENTICATE-IR CHILDREN IDLE NAMESPACE LITERAL+";

    private const string StandardBeforeLogin = "IMAP4rev1 SASL-IR LITERAL+ ID ENABLE IDLE AUTH=XOAUTH2 AUTH=OAUTHBEARER";

    private const string StandardAfterLogin =
        "IMAP4rev1 SASL-IR LITERAL+ ID ENABLE IDLE UIDPLUS MOVE UNSELECT CHILDREN NAMESPACE SPECIAL-USE LIST-EXTENDED LIST-STATUS STATUS=SIZE CONDSTORE QRESYNC ESEARCH SEARCHRES WITHIN SORT THREAD=REFERENCES THREAD=ORDEREDSUBJECT MULTIAPPEND BINARY PREVIEW QUOTA QUOTA=RES-STORAGE OBJECTID COMPRESS=DEFLATE";

    public static string List(ImapSession session) => (session.Exchange.Options.ImapProfile, session.Mailbox is null) switch
    {
        (SandboxImapProfile.Standard, true) => StandardBeforeLogin,
        (SandboxImapProfile.Standard, false) => StandardAfterLogin,
        (SandboxImapProfile.ExchangeProxy, true) => ProxyBeforeLogin,
        (SandboxImapProfile.ExchangeProxy, false) => ProxyAfterLogin,
        (_, true) => BeforeLogin,
        (_, false) => AfterLogin,
    };

    public static string Run(ImapSession session, ImapCommand command)
    {
        session.Out.Raw("* CAPABILITY "u8).Raw(List(session)).EndLine();
        return "CAPABILITY completed.";
    }
}
