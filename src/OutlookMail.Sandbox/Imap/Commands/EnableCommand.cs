using System.Text;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>ENABLE, RFC 9051 §6.3.1; the Exchange profile does not know it.</summary>
internal static class EnableCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        if (!session.IsStandard)
        {
            throw new ImapCommandException("BAD", "Command Error. 12");
        }

        ImapDecoder reader = command.Arguments();
        session.Out.Raw("* ENABLED"u8);
        while (reader.TrySpace())
        {
            if (Encoding.ASCII.GetString(reader.ExpectAtom("capability")).ToUpperInvariant() == "CONDSTORE")
            {
                session.KnowsModSeq = true;
                session.Out.Raw(" CONDSTORE"u8);
            }
        }

        session.Out.EndLine();
        return "ENABLE completed.";
    }
}
