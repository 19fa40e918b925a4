using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
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
        (List<int> indexes, List<FetchItem> items) = Read(view, command);
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
                    Write(session.Out, items[i].Name, message);
                }
            }

            if (sawFlags && !items.Exists(i => i.Name == "FLAGS"))
            {
                session.Out.Raw(" "u8);
                Write(session.Out, "FLAGS", message);
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

    private static (List<int> Indexes, List<FetchItem> Items) Read(SelectedView view, ImapCommand command)
    {
        ImapDecoder reader = command.Arguments();
        SequenceSet set = MessageSet.Read(ref reader);
        List<FetchItem> items = FetchItem.ReadAll(ref reader);
        if (!reader.AtEnd)
        {
            throw ImapCommandException.Arguments();
        }

        if (command.IsUid && items.All(i => i.Name != "UID"))
        {
            items.Add(new FetchItem("UID"));
        }

        // Exchange gives the size before the UID, whatever was asked first.
        items = [.. items.OrderBy(i => i.Name == "RFC822.SIZE" ? 0 : 1)];
        return (view.Resolve(set, command.IsUid), items);
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

        session.Out.LiteralHead(octets.Length);
        if (session.Exchange.Faults.Take(SandboxFault.DropMidLiteral))
        {
            session.Emit();
            await session.Connection.Output.SendAsync(octets[..(octets.Length / 2)], ct).ConfigureAwait(false);
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

    private static void Write(ImapEncoder output, string item, SandboxMessage message)
    {
        output.Raw(item).Space();
        switch (item)
        {
            case "FLAGS":
                FlagText.Write(output, message);
                break;
            case "UID":
                output.Number(message.Uid);
                break;
            case "INTERNALDATE":
                output.DateTime(message.InternalDate);
                break;
            case "RFC822.SIZE":
                output.Number(message.Bytes.Length);
                break;
            case "ENVELOPE":
                output.Raw(message.EnvelopeText ??= Make(e => EnvelopeWriter.Write(e, MessagePart.Of(message.Bytes).Entity.Headers)));
                break;
            case "BODYSTRUCTURE":
                output.Raw(message.BodyStructureText ??= Make(e => BodyStructureWriter.Write(e, MessagePart.Of(message.Bytes), withExtensions: true)));
                break;
            case "BODY":
                output.Raw(message.BodyText ??= Make(e => BodyStructureWriter.Write(e, MessagePart.Of(message.Bytes), withExtensions: false)));
                break;
            default:
                throw new InvalidOperationException($"No item {item}.");
        }
    }

    private static byte[] Make(Action<ImapEncoder> write)
    {
        var encoder = new ImapEncoder(LiteralStyle.FromServer);
        write(encoder);
        return encoder.Written.ToArray();
    }
}
