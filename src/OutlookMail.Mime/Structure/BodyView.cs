using System;
using System.Collections.Generic;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>The parts of a message by what they are to its reader.</summary>
internal sealed class BodyView
{
    private readonly List<(MimeEntity Part, byte[]? Left)> texts = new();
    private readonly List<MimeEntity> attachments = new();
    private readonly List<MimeEntity> images = new();
    private readonly bool opensTnef;
    private MimeEntity? htmlPart;
    private TnefMessage? tnef;
    private string? text;
    private string? html;

    /// <param name="opensTnef">False: winmail.dat is an attachment like any other.</param>
    public BodyView(MimeEntity body, bool opensTnef)
    {
        this.opensTnef = opensTnef;
        Collect(body);
    }

    public IReadOnlyList<MimeEntity> Attachments => attachments;

    public IReadOnlyList<MimeEntity> InlineImages => images;

    public string? Text => text ??= JoinTexts() ?? tnef?.Text;

    public string? Html => html ??= htmlPart?.GetText() ?? tnef?.Html;

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
                    TakeText(part);
                    break;
                case PartRole.Html when htmlPart == null:
                    htmlPart = part;
                    break;
                case PartRole.InlineImage:
                    images.Add(part);
                    break;
                case PartRole.Attachment when opensTnef && IsTnef(part) && TnefMessage.Read(part.GetContent()) is TnefMessage packed:
                    TakeTnef(part, packed);
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
            return Read(texts[0].Part, texts[0].Left);
        }

        StringBuilder all = new();
        foreach ((MimeEntity part, byte[]? rest) in texts)
        {
            if (all.Length > 0 && all[all.Length - 1] != '\n')
            {
                all.Append("\r\n");
            }

            all.Append(Read(part, rest));
        }

        return all.ToString();
    }

    private static bool IsTnef(MimeEntity part) =>
        part.MediaType is "application/ms-tnef" or "application/vnd.ms-tnef" || string.Equals(part.FileName, "winmail.dat", StringComparison.OrdinalIgnoreCase);

    /// <summary>Shows what is in winmail.dat in its place; a damaged one stays beside it.</summary>
    private void TakeTnef(MimeEntity part, TnefMessage packed)
    {
        foreach (MimeEntity file in packed.Attachments)
        {
            (PartRoles.Of(file) == PartRole.InlineImage ? images : attachments).Add(file);
        }

        tnef ??= packed;
        if (!packed.IsComplete)
        {
            part.Context.Report(part.Offset, "winmail.dat is damaged", "MS-OXTNEF §2.1.3");
            attachments.Add(part);
        }
    }

    private void TakeText(MimeEntity part)
    {
        if (part.FindEmbeddedFiles(out byte[] rest) is List<MimeEntity> files)
        {
            texts.Add((part, rest));
            attachments.AddRange(files);
        }
        else
        {
            texts.Add((part, null));
        }
    }

    private static string Read(MimeEntity part, byte[]? rest)
    {
        string text = rest == null ? part.GetText() : part.ToText(rest);
        bool isFlowed = string.Equals(part.ContentType.Parameter("format"), "flowed", StringComparison.OrdinalIgnoreCase);
        bool deletesSpace = string.Equals(part.ContentType.Parameter("delsp"), "yes", StringComparison.OrdinalIgnoreCase);
        return isFlowed ? FlowedText.Unflow(text, deletesSpace) : text;
    }
}
