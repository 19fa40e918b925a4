using System.Collections.Generic;
using System.IO;
using System.Text;
using HandlebarsDotNet;

namespace OutlookMail.Client;

/// <summary>Data as it is, for plain text and headers, whose own rules refuse what does not belong there.</summary>
internal sealed class PlainEncoder : ITextEncoder
{
    public void Encode(StringBuilder? text, TextWriter target) => target.Write(text?.ToString());

    public void Encode(string? text, TextWriter target) => target.Write(text);

    public void Encode<T>(T? text, TextWriter target)
        where T : IEnumerator<char>
    {
        while (text?.MoveNext() == true)
        {
            target.Write(text.Current);
        }
    }
}
