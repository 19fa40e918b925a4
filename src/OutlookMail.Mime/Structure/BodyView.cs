using System;
using System.Collections.Generic;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>The parts of a message by what they are to its reader.</summary>
internal sealed class BodyView
{
    private readonly List<MimeEntity> texts = new();
    private readonly List<MimeEntity> attachments = new();
    private readonly List<MimeEntity> images = new();
    private MimeEntity? htmlPart;
    private string? text;
    private string? html;

    public BodyView(MimeEntity body) => Collect(body);

    public IReadOnlyList<MimeEntity> Attachments => attachments;

    public IReadOnlyList<MimeEntity> InlineImages => images;

    public string? Text => text ??= JoinTexts();

    public string? Html => html ??= htmlPart?.GetText();

    private void Collect(MimeEntity body)
    {
        Stack<MimeEntity> open = new();
        open.Push(body);
        while (open.Count > 0)
        {
            MimeEntity part = open.Pop();
            for (int i = part.Children.Count - 1; i >= 0; i--)
            {
                open.Push(part.Children[i]);
            }

            switch (PartRoles.Of(part))
            {
                case PartRole.Text:
                    texts.Add(part);
                    break;
                case PartRole.Html when htmlPart == null:
                    htmlPart = part;
                    break;
                case PartRole.InlineImage:
                    images.Add(part);
                    break;
                case PartRole.Attachment:
                    attachments.Add(part);
                    break;
            }
        }
    }

    /// <summary>All plain texts: a list's footer and what Apple Mail writes between pictures are text of the message too.</summary>
    private string? JoinTexts()
    {
        if (texts.Count == 0)
        {
            return null;
        }

        if (texts.Count == 1)
        {
            return Read(texts[0]);
        }

        StringBuilder all = new();
        foreach (MimeEntity part in texts)
        {
            if (all.Length > 0 && all[all.Length - 1] != '\n')
            {
                all.Append("\r\n");
            }

            all.Append(Read(part));
        }

        return all.ToString();
    }

    private static string Read(MimeEntity part)
    {
        string text = part.GetText();
        bool isFlowed = string.Equals(part.ContentType.Parameter("format"), "flowed", StringComparison.OrdinalIgnoreCase);
        bool deletesSpace = string.Equals(part.ContentType.Parameter("delsp"), "yes", StringComparison.OrdinalIgnoreCase);
        return isFlowed ? FlowedText.Unflow(text, deletesSpace) : text;
    }
}
