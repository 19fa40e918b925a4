using System;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>One attachment while its attributes come in.</summary>
internal sealed class TnefFile
{
    private const int EmbeddedMessage = 5;

    public string? Name { get; set; }

    public byte[]? Content { get; set; }

    private string? Type { get; set; }

    private string? ContentId { get; set; }

    public void Take(ReadOnlySpan<byte> value, Encoding charset)
    {
        int method = 0;
        MapiProperties properties = new(value);
        while (properties.MoveNext())
        {
            switch (properties.Id)
            {
                case MapiProperties.AttachLongFileName:
                    Name = properties.Text(charset) ?? Name;
                    break;
                case MapiProperties.AttachFileName:
                    Name ??= properties.Text(charset);
                    break;
                case MapiProperties.DisplayName:
                    Name ??= properties.Text(charset);
                    break;
                case MapiProperties.AttachMimeTag:
                    Type = properties.Text(charset);
                    break;
                case MapiProperties.AttachContentId:
                    ContentId = properties.Text(charset);
                    break;
                case MapiProperties.AttachMethod:
                    method = properties.Number;
                    break;
                case MapiProperties.AttachData when properties.Value.Length > 0:
                    Content = properties.Value.ToArray();
                    break;
            }
        }

        // The message's own TNEF, after the interface id that every object begins with.
        if (method == EmbeddedMessage && Content is { Length: > 16 })
        {
            Content = Content.AsSpan(16).ToArray();
            Type = "application/ms-tnef";
            Name = (Name ?? "message") + ".dat";
        }
    }

    public MimeEntity? ToPart() => Content == null
        ? null
        : SyntheticPart.Create(Name ?? "unnamed", "binary", Content, Type, ContentId, isInline: ContentId != null && Type?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true);
}
