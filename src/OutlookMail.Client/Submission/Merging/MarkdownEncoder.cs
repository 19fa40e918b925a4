using System.Collections.Generic;
using System.IO;
using System.Text;
using HandlebarsDotNet;

namespace OutlookMail.Client;

/// <summary>Data that shows as it is in Markdown: each character that could mean something there is escaped (CommonMark §2.4).</summary>
internal sealed class MarkdownEncoder : ITextEncoder
{
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    public void Encode(StringBuilder? text, TextWriter target) => Encode(text?.ToString(), target);

    public void Encode(string? text, TextWriter target)
    {
        foreach (var character in text ?? "")
        {
            Write(character, target);
        }
    }

    public void Encode<T>(T? text, TextWriter target)
        where T : IEnumerator<char>
    {
        while (text?.MoveNext() == true)
        {
            Write(text.Current, target);
        }
    }

    private static void Write(char character, TextWriter target)
    {
        // A line end would begin a list or a heading of the row's own.
        if (character is '\r' or '\n')
        {
            target.Write(' ');
            return;
        }

        if (Punctuation.IndexOf(character) >= 0)
        {
            target.Write('\\');
        }

        target.Write(character);
    }
}
