using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>Finds the parts of a message that are wanted.</summary>
internal sealed class AttachmentFilter
{
    // A message in a message in a message: each level costs a parse, and nobody forwards deeper by hand.
    private const int Deepest = 20;

    private readonly SaveAttachmentRequest request;
    private readonly WildcardText[] names;
    private readonly WildcardText[] types;

    public AttachmentFilter(SaveAttachmentRequest request)
    {
        this.request = request;
        names = request.Names.Select(name => new WildcardText(name)).ToArray();
        types = request.ContentTypes.Select(type => new WildcardText(type)).ToArray();
    }

    /// <summary>The parts with the name each has, a nested message's behind it.</summary>
    public IEnumerable<(MimeEntity Part, string Name)> Of(MimeMessage message) => Of(message, 0);

    public bool IsOfSize(long octets) => !(octets <= request.LargerThan) && !(octets >= request.SmallerThan);

    private IEnumerable<(MimeEntity Part, string Name)> Of(MimeMessage whole, int depth)
    {
        var message = request.WithTnef ? whole : whole.WithTnefClosed();
        foreach (var part in request.WithInline ? message.Attachments.Concat(message.InlineImages) : message.Attachments)
        {
            var nested = part.MediaType is "message/rfc822" or "message/global" ? part.GetNestedMessage() : null;
            var name = part.FileName ?? NameFor(part, nested);
            if (Fits(names, name) && Fits(types, part.MediaType))
            {
                yield return (part, name);
            }

            if (request.WithNested && nested is not null && depth < Deepest)
            {
                foreach (var inner in Of(nested, depth + 1))
                {
                    yield return inner;
                }
            }
        }
    }

    private static bool Fits(WildcardText[] patterns, string text) => patterns.Length == 0 || patterns.Any(pattern => pattern.IsMatch(text));

    private static string NameFor(MimeEntity part, MimeMessage? nested) =>
        nested is not null ? (string.IsNullOrEmpty(nested.Subject) ? "message" : nested.Subject) + ".eml" : "attachment" + FileExtensions.For(part.MediaType);
}
