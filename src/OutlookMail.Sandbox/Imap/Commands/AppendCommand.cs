using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OutlookMail.Imap.Grammar;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>APPEND, RFC 9051 §6.3.12, with APPENDUID (RFC 4315); the standard profile takes several messages at once (RFC 3502).</summary>
internal static class AppendCommand
{
    private sealed record Message(byte[] Octets, SandboxFlags Flags, List<string> Keywords, DateTimeOffset? Received);

    public static string Run(ImapSession session, ImapCommand command)
    {
        ImapDecoder reader = command.Arguments();
        string name = FolderArgument.ReadName(ref reader);
        var messages = new List<Message>();
        do
        {
            reader.ExpectSpace("append");
            messages.Add(Read(ref reader, session));
        }
        while (session.IsStandard && !reader.AtEnd);
        if (!reader.AtEnd)
        {
            throw ImapCommandException.Arguments();
        }

        SandboxFolder folder = FolderArgument.Find(session, name, "[TRYCREATE] ");
        string uids = NumberRanges.Join([.. messages.Select(m => Add(folder, m))]);
        return string.Create(CultureInfo.InvariantCulture, $"[APPENDUID {folder.UidValidity} {uids}] APPEND completed.");
    }

    private static uint Add(SandboxFolder folder, Message message)
    {
        SandboxMessage added = folder.Append(message.Octets, message.Flags, message.Received);
        folder.SetFlags(added, message.Flags, message.Keywords);
        return added.Uid;
    }

    private static Message Read(ref ImapDecoder reader, ImapSession session)
    {
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

        return reader.TryString(out ReadOnlySpan<byte> octets, out _)
            ? new Message(octets.ToArray(), flags, keywords, received)
            : throw ImapCommandException.Arguments();
    }
}
