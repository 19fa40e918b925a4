namespace OutlookMail.TestServers;

/// <summary>The same servers, Dovecot with CONDSTORE (RFC 7162 §3.1) and without QRESYNC.</summary>
public sealed class CondStoreServers : RealServers
{
    protected override string[] Options => ["--capabilities", "IMAP4rev1 SASL-IR ID ENABLE IDLE NAMESPACE UIDPLUS CHILDREN SPECIAL-USE CONDSTORE MOVE LITERAL+"];
}
