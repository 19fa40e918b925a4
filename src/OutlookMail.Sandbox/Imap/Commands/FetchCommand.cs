using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Model;
using OutlookMail.Sandbox.Imap.Structure;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>FETCH and UID FETCH, RFC 9051 §6.4.5. Bodies go out without being copied.</summary>
internal static class FetchCommand
{
    // Smaller pieces travel with what is around them; larger ones are sent from where they are.
    private const int CopyLimit = 16 * 1024;

    public static async Task<string> RunAsync(ImapSession session, ImapCommand command, CancellationToken ct)
    {
        SelectedView view = session.Selected!;
        (List<int> indexes, List<FetchItem> items) = Read(session, view, command);
        foreach (int index in indexes)
        {
            SandboxMessage message = view[index];
            if (message.IsExpunged)
            {
                // RFC 2180 §4.1.2: gone in another session; what is asked of it is simply not sent.
                continue;
            }

            bool sawFlags = false;
            if (items.Exists(i => i.SetsSeen) && !view.IsReadOnly && (message.Flags & SandboxFlags.Seen) == 0)
            {
                view.Folder.SetFlags(message, message.Flags | SandboxFlags.Seen, message.Keywords);
                sawFlags = true;
            }

            session.Out.Raw("* "u8).Number(index + 1).Raw(" FETCH ("u8);
            for (int i = 0; i < items.Count; i++)
            {
                session.Out.Raw(i == 0 ? "" : " ");
                if (items[i].Section is BodySection section)
                {
                    if (!await SendSectionAsync(session, section, message, ct).ConfigureAwait(false))
                    {
                        return "";
                    }
                }
                else
                {
                    Write(session, items[i].Name, message);
                }
            }

            if (sawFlags && !items.Exists(i => i.Name == "FLAGS"))
            {
                session.Out.Raw(" "u8);
                Write(session, "FLAGS", message);
            }

            session.Out.Raw(")\r\n"u8);
            if (sawFlags || items.Exists(i => i.Name == "FLAGS"))
            {
                view.MarkTold(index);
            }

            await session.EmitAsync(ct).ConfigureAwait(false);
        }

        return "FETCH completed.";
    }

    private static (List<int> Indexes, List<FetchItem> Items) Read(ImapSession session, SelectedView view, ImapCommand command)
    {
        ImapDecoder reader = command.Arguments();
        SequenceSet set = MessageSet.Read(ref reader, view, command.IsUid);
        List<FetchItem> items = FetchItem.ReadAll(ref reader, session.IsStandard);
        (long? since, bool tellVanished) = session.IsStandard ? ReadModifiers(ref reader) : (null, false);
        if (!reader.AtEnd)
        {
            throw ImapCommandException.Arguments();
        }

        if (command.IsUid && items.All(i => i.Name != "UID"))
        {
            items.Add(new FetchItem("UID"));
        }

        if (since is not null && items.All(i => i.Name != "MODSEQ"))
        {
            items.Add(new FetchItem("MODSEQ"));
        }

        if (items.Exists(i => i.Name == "MODSEQ"))
        {
            session.EnableModSeq();
        }

        if (tellVanished)
        {
            if (!session.IsQuickResync || !command.IsUid || since is null)
            {
                throw ImapCommandException.Arguments();
            }

            QuickResync.TellVanished(session, view.Folder.Vanished(since.Value).Where(u => set.Contains(u, view.Folder.UidNext - 1)));
        }

        // Exchange gives the size before the UID, whatever was asked first.
        items = [.. items.OrderBy(i => i.Name == "RFC822.SIZE" ? 0 : 1)];
        List<int> indexes = view.Resolve(set, command.IsUid);
        return (since is long known ? indexes.FindAll(i => view[i].ModSeq > known) : indexes, items);
    }

    // RFC 7162 §3.1.4.1 and §3.2.6
    private static (long? ChangedSince, bool Vanished) ReadModifiers(ref ImapDecoder reader)
    {
        long? since = null;
        bool vanished = false;
        if (!reader.TrySpace())
        {
            return (since, vanished);
        }

        reader.ExpectChar('(', "fetch-modifier");
        while (!reader.TryChar(')'))
        {
            System.ReadOnlySpan<byte> name = reader.ExpectAtom("fetch-modifier");
            if (Keyword.Is(name, "CHANGEDSINCE"))
            {
                reader.ExpectSpace("fetch-modifier");
                since = reader.ExpectNumber64("fetch-modifier");
            }
            else if (Keyword.Is(name, "VANISHED"))
            {
                vanished = true;
            }
            else
            {
                throw ImapCommandException.Arguments();
            }

            reader.TrySpace();
        }

        return (since, vanished);
    }

    /// <returns>False when a fault has closed the connection.</returns>
    private static async Task<bool> SendSectionAsync(ImapSession session, BodySection section, SandboxMessage message, CancellationToken ct)
    {
        session.Out.Raw(section.ResponseName).Space();
        if (section.Cut(message) is not ReadOnlyMemory<byte> octets)
        {
            session.Out.Raw("NIL"u8);
            return true;
        }

        if (section.IsSize)
        {
            session.Out.Number(octets.Length);
            return true;
        }

        if (session.Exchange.Faults.Take(OutlookSandboxFault.UnreadableMessage))
        {
            octets = Substitute(message);
        }

        // RFC 3516 §4.2: what holds NUL travels as literal8.
        session.Out.Raw(section.IsDecoded && octets.Span.Contains((byte)0) ? "~" : "").LiteralHead(octets.Length);
        bool? end = session.Exchange.Faults.EndOf(message.Bytes.Span);
        if (end is not null || session.Exchange.Faults.Take(OutlookSandboxFault.DropMidFetch))
        {
            session.Emit();
            await session.Connection.Output.SendAsync(octets[..(octets.Length / 2)], ct).ConfigureAwait(false);
            if (end is true)
            {
                await session.Connection.Output.SendAsync("\r\n* BYE Internal error occurred. Refer to server log for more information.\r\n"u8.ToArray(), ct).ConfigureAwait(false);
            }

            session.Connection.Abort();
            return false;
        }

        if (octets.Length <= CopyLimit)
        {
            session.Out.Raw(octets.Span);
        }
        else
        {
            session.Emit();
            await session.Connection.Output.SendAsync(octets, ct).ConfigureAwait(false);
        }

        return true;
    }

    // What Exchange gives for an item that it cannot convert (MailKit, ImapFolder).
    private static byte[] Substitute(SandboxMessage message) => System.Text.Encoding.ASCII.GetBytes(
        $"Subject: Retrieval using the IMAP4 protocol failed for the following message: {message.Uid}\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"
        + "The server couldn't retrieve the following message.\r\nThe message hasn't been deleted. You might be able to view the message using either Outlook or Outlook Web App.\r\n");

    private static void Write(ImapSession session, string item, SandboxMessage message)
    {
        ImapEncoder output = session.Out;
        output.Raw(item).Space();
        switch (item)
        {
            case "FLAGS":
                FlagText.Write(output, message, session.Selected!.IsRecent(message));
                break;
            case "UID":
                output.Number(message.Uid);
                break;
            case "MODSEQ":
                output.Raw("("u8).Number(message.ModSeq).Raw(")"u8);
                break;
            case "EMAILID":
                output.Raw("("u8).Raw(message.ObjectId).Raw(")"u8);
                break;
            case "THREADID":
                output.Raw("NIL"u8);
                break;
            case "PREVIEW":
                output.String(MessagePreview.Of(message));
                break;
            case "INTERNALDATE":
                output.DateTime(message.InternalDate);
                break;
            case "RFC822.SIZE":
                // stalwart vandelay #12: three times too large has been seen.
                output.Number(session.Exchange.Faults.Take(OutlookSandboxFault.WrongSize) ? (message.Length * 3L) + 7 : message.Length);
                break;
            case "ENVELOPE":
                Describe(message);
                output.Raw(message.EnvelopeText);
                break;
            case "BODYSTRUCTURE":
                Describe(message);
                output.Raw(message.BodyStructureText);
                break;
            case "BODY":
                output.Raw(message.BodyText ??= Make(e => BodyStructureWriter.Write(e, MessagePart.Of(message.Bytes), withExtensions: false)));
                break;
            default:
                throw new InvalidOperationException($"No item {item}.");
        }
    }

    // Both are wanted together by whoever lists, and one reading of the message serves both.
    private static void Describe(SandboxMessage message)
    {
        if (message.BodyStructureText is null || message.EnvelopeText is null)
        {
            MessagePart part = MessagePart.Of(message.Bytes);
            message.EnvelopeText = Make(e => EnvelopeWriter.Write(e, part.Entity.Headers));
            message.BodyStructureText = Make(e => BodyStructureWriter.Write(e, part, withExtensions: true));
        }
    }

    private static byte[] Make(Action<ImapEncoder> write)
    {
        var encoder = new ImapEncoder(LiteralStyle.FromServer);
        write(encoder);
        return encoder.Written.ToArray();
    }
}
