using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Imap.Grammar;
using OutlookMail.Mime;

namespace OutlookMail.Sandbox.Imap.Structure;

/// <summary>ENVELOPE, RFC 9051 §7.5.2.</summary>
internal static class EnvelopeWriter
{
    public static void Write(ImapEncoder output, MimeHeaders headers)
    {
        output.Raw("("u8).NString(MimeText.Raw(headers, "Date")).Space().NString(MimeText.Raw(headers, "Subject")).Space();
        IReadOnlyList<MimeAddress> from = Read(headers, "From");
        Addresses(output, from);

        // RFC 9051 §7.5.2: without a Sender or Reply-To the server fills in From.
        Addresses(output.Space(), Read(headers, "Sender") is { Count: > 0 } sender ? sender : from);
        Addresses(output.Space(), Read(headers, "Reply-To") is { Count: > 0 } reply ? reply : from);
        Addresses(output.Space(), Read(headers, "To"));
        Addresses(output.Space(), Read(headers, "Cc"));
        Addresses(output.Space(), Read(headers, "Bcc"));
        output.Space().NString(MimeText.Raw(headers, "In-Reply-To")).Space().NString(MimeText.Raw(headers, "Message-ID")).Raw(")"u8);
    }

    private static IReadOnlyList<MimeAddress> Read(MimeHeaders headers, string name) =>
        headers.Find(name) is MimeHeader header ? MimeAddress.ReadList(header.Value) : [];

    private static void Addresses(ImapEncoder output, IReadOnlyList<MimeAddress> addresses)
    {
        if (addresses.Count == 0)
        {
            output.Raw("NIL"u8);
            return;
        }

        output.Raw("("u8);
        foreach (IGrouping<string?, MimeAddress> group in addresses.GroupBy(a => a.Group))
        {
            // A group is a mark before and a mark behind its members.
            if (group.Key is string name)
            {
                output.Raw("(NIL NIL "u8).EncodedNString(name).Raw(" NIL)"u8);
            }

            foreach (MimeAddress address in group)
            {
                int at = address.Address.LastIndexOf('@');
                output.Raw("("u8).EncodedNString(address.Name).Raw(" NIL "u8)
                    .EncodedNString(at < 0 ? address.Address : address.Address[..at]).Space()
                    .EncodedNString(at < 0 ? "MISSING_DOMAIN" : address.Address[(at + 1)..]).Raw(")"u8);
            }

            if (group.Key is not null)
            {
                output.Raw("(NIL NIL NIL NIL)"u8);
            }
        }

        output.Raw(")"u8);
    }
}
