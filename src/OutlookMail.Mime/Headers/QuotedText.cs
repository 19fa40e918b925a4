using System.Text;

namespace OutlookMail.Mime;

internal static class QuotedText
{
    /// <summary>Resolves quoted pairs (RFC 5322 §3.2.1). A backslash before a letter or digit stays: Windows paths
    /// stand in file names unescaped.</summary>
    public static string Unescape(string text)
    {
        if (text.IndexOf('\\') < 0)
        {
            return text;
        }

        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && !char.IsLetterOrDigit(text[i + 1]))
            {
                i++;
            }

            plain.Append(text[i]);
        }

        return plain.ToString();
    }
}
