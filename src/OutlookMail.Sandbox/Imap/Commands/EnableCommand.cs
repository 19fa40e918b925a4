using System.Text;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>ENABLE, RFC 9051 §6.3.1; the Exchange profile does not know it, its front end of 2026 knows IMAP4rev2.</summary>
internal static class EnableCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        if (!session.IsStandard && !session.IsProxy)
        {
            throw new ImapCommandException("BAD", "Command Error. 12");
        }

        ImapDecoder reader = command.Arguments();
        bool modSeq = false;
        session.Out.Raw("* ENABLED"u8);
        while (reader.TrySpace())
        {
            string capability = Encoding.ASCII.GetString(reader.ExpectAtom("capability")).ToUpperInvariant();
            if (session.IsStandard && capability == "CONDSTORE")
            {
                modSeq = true;
                session.Out.Raw(" CONDSTORE"u8);
            }
            else if (session.IsStandard && capability == "QRESYNC")
            {
                // RFC 7162 §3.2.3: it brings CONDSTORE with it.
                modSeq = true;
                session.IsQuickResync = true;
                session.Out.Raw(" QRESYNC"u8);
            }
            else if (session.IsProxy && capability == "IMAP4REV2")
            {
                session.Out.Raw(" IMAP4rev2"u8);
            }
        }

        session.Out.EndLine();
        if (modSeq)
        {
            session.EnableModSeq();
        }

        return "ENABLE completed.";
    }
}
