using System;
using System.Collections.Generic;
using OutlookMail.Imap.Grammar;
using OutlookMail.Mime;

namespace OutlookMail.Sandbox.Imap.Structure;

/// <summary>BODY and BODYSTRUCTURE, RFC 9051 §7.5.2.</summary>
internal static class BodyStructureWriter
{
    /// <param name="withExtensions">True for BODYSTRUCTURE, false for BODY.</param>
    public static void Write(ImapEncoder output, MessagePart part, bool withExtensions)
    {
        string[] type = part.Entity.MediaType.Split('/', 2);
        output.Raw("("u8);
        if (part.Children.Count > 0)
        {
            foreach (MessagePart child in part.Children)
            {
                Write(output, child, withExtensions);
            }

            output.Space().EncodedNString(type[1]);
            if (withExtensions)
            {
                Parameters(output.Space(), part.Entity.ContentType.Parameters);
                Tail(output, part.Entity);
            }

            output.Raw(")"u8);
            return;
        }

        MimeHeaders headers = part.Entity.Headers;
        output.EncodedNString(type[0]).Space().EncodedNString(type[1]).Space();
        Parameters(output, part.Entity.ContentType.Parameters);
        output.Space().NString(MimeText.Raw(headers, "Content-ID")).Space().NString(MimeText.Raw(headers, "Content-Description")).Space()
            .NString(MimeText.Raw(headers, "Content-Transfer-Encoding")?.ToLowerInvariant() ?? "7bit").Space().Number(part.Body.Length);
        if (part.Nested is MessagePart nested)
        {
            EnvelopeWriter.Write(output.Space(), nested.Entity.Headers);
            Write(output.Space(), nested, withExtensions);
            output.Space().Number(Lines(part.Body.Span));
        }
        else if (type[0] == "text")
        {
            output.Space().Number(Lines(part.Body.Span));
        }

        if (withExtensions)
        {
            output.Space().NString(MimeText.Raw(headers, "Content-MD5"));
            Tail(output, part.Entity);
        }

        output.Raw(")"u8);
    }

    private static void Tail(ImapEncoder output, MimeEntity entity)
    {
        if (entity.Disposition.Value.Length == 0)
        {
            output.Raw(" NIL"u8);
        }
        else
        {
            output.Raw(" ("u8).EncodedNString(entity.Disposition.Value).Space();
            Parameters(output, entity.Disposition.Parameters);
            output.Raw(")"u8);
        }

        output.Space().NString(MimeText.Raw(entity.Headers, "Content-Language")).Space().NString(MimeText.Raw(entity.Headers, "Content-Location"));
    }

    private static void Parameters(ImapEncoder output, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        if (parameters.Count == 0)
        {
            output.Raw("NIL"u8);
            return;
        }

        output.Raw("("u8);
        for (int i = 0; i < parameters.Count; i++)
        {
            output.Raw(i == 0 ? "" : " ").EncodedNString(parameters[i].Key).Space().EncodedNString(parameters[i].Value);
        }

        output.Raw(")"u8);
    }

    // As other servers count: a last line without its end is none.
    private static int Lines(ReadOnlySpan<byte> body) => body.Count((byte)'\n');
}
