using System;
using System.Collections.Generic;
using System.Globalization;
using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>APPEND, RFC 9051 §6.3.12, with APPENDUID (RFC 4315).</summary>
internal static class AppendCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        ImapDecoder reader = command.Arguments();
        string name = FolderArgument.ReadName(ref reader);
        reader.ExpectSpace("append");
        var flags = SandboxFlags.None;
        List<string> keywords = [];
        if (reader.Peek == '(')
        {
            flags = FlagText.Read(ref reader, session.IsStandard ? keywords : null);
            reader.ExpectSpace("append");
        }

        DateTimeOffset? received = null;
        if (reader.Peek == '"' && reader.TryString(out ReadOnlySpan<byte> text, out _))
        {
            received = ImapDateTime.TryParse(text, out DateTimeOffset moment) ? moment : throw ImapCommandException.Arguments();
            reader.ExpectSpace("append");
        }

        if (!reader.TryString(out ReadOnlySpan<byte> message, out _) || !reader.AtEnd)
        {
            throw ImapCommandException.Arguments();
        }

        SandboxFolder folder = FolderArgument.Find(session, name, "[TRYCREATE] ");
        SandboxMessage added = folder.Append(message.ToArray(), flags, received);
        folder.SetFlags(added, flags, keywords);
        return string.Create(CultureInfo.InvariantCulture, $"[APPENDUID {folder.UidValidity} {added.Uid}] APPEND completed.");
    }
}
