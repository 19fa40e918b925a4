using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>A mailbox argument: decoded from modified UTF-7 (RFC 3501 §5.1.3), and the folder of that name.</summary>
internal static class FolderArgument
{
    public static string ReadName(ref ImapDecoder reader)
    {
        reader.ExpectSpace("mailbox");
        string encoded = reader.ExpectAString("mailbox");
        return ModifiedUtf7.TryDecode(encoded, out string name) ? name.TrimEnd('/') : encoded;
    }

    /// <exception cref="ImapCommandException">There is none.</exception>
    public static SandboxFolder Find(ImapSession session, string name, string code = "") =>
        session.Mailbox!.Find(name) ?? throw ImapCommandException.NoSuchFolder(ModifiedUtf7.Encode(name), code);
}
