using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Wire;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>COMPRESS DEFLATE, RFC 4978; the Exchange profiles do not know it.</summary>
internal static class CompressCommand
{
    public static async Task<string> RunAsync(ImapSession session, ImapCommand command, CancellationToken ct)
    {
        if (!session.IsStandard)
        {
            throw new ImapCommandException("BAD", "Command Error. 12");
        }

        ImapDecoder reader = command.Arguments();
        reader.ExpectSpace("algorithm");
        if (!Keyword.Is(reader.ExpectAtom("algorithm"), "DEFLATE") || !reader.AtEnd)
        {
            throw ImapCommandException.Arguments();
        }

        if (session.IsCompressed)
        {
            throw ImapCommandException.No("[COMPRESSIONACTIVE] DEFLATE is on already.");
        }

        // RFC 4978 §3: the OK still goes out as it is, and everything after it is compressed.
        session.Connection.Output.WriteLine($"{command.Tag} OK COMPRESS completed.");
        await session.Connection.Output.FlushAsync(ct).ConfigureAwait(false);
        session.Connection.Wrap(inner => new DeflateLayer(inner));
        session.IsCompressed = true;
        return "";
    }
}
