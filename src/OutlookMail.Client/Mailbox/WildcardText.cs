using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OutlookMail.Client;

/// <summary>PowerShell's wildcards (about_Wildcards): *, ?, [a-z], and the backtick that makes the next character plain. Case does not count.</summary>
internal sealed class WildcardText
{
    private readonly Regex regex;

    public WildcardText(string pattern) => regex = new Regex(
        ToRegex(pattern), RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static bool HasWildcards(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '`')
            {
                i++;
            }
            else if (text[i] is '*' or '?' || (text[i] == '[' && text.IndexOf(']', i + 1) > 0))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text that a pattern without wildcards means.</summary>
    public static string Unescape(string text) => Regex.Replace(text, "`(.)", "$1", RegexOptions.Singleline | RegexOptions.CultureInvariant);

    public bool IsMatch(string text) => regex.IsMatch(text);

    private static string ToRegex(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            var close = pattern[i] == '[' ? pattern.IndexOf(']', i + 1) : -1;
            if (pattern[i] == '`' && i + 1 < pattern.Length)
            {
                regex.Append(Regex.Escape(pattern[++i].ToString(CultureInfo.InvariantCulture)));
            }
            else if (close > i + 1)
            {
                regex.Append('[').Append(pattern.Substring(i + 1, close - i - 1).Replace("\\", "\\\\").Replace("[", "\\[").Replace("^", "\\^")).Append(']');
                i = close;
            }
            else
            {
                regex.Append(pattern[i] switch { '*' => ".*", '?' => ".", var c => Regex.Escape(c.ToString(CultureInfo.InvariantCulture)) });
            }
        }

        return regex.Append('$').ToString();
    }
}
