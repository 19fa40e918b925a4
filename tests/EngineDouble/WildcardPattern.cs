using System.Text;
using System.Text.RegularExpressions;

namespace System.Management.Automation;

[Flags]
public enum WildcardOptions
{
    None = 0,
    Compiled = 1,
    IgnoreCase = 2,
    CultureInvariant = 4,
}

/// <summary>*, ?, [a-z] and the backtick that takes the meaning from the next character.</summary>
public sealed class WildcardPattern
{
    private readonly Regex regex;

    public WildcardPattern(string pattern)
        : this(pattern, WildcardOptions.None)
    {
    }

    public WildcardPattern(string pattern, WildcardOptions options) => regex = new Regex(
        ToRegex(pattern),
        RegexOptions.Singleline | ((options & WildcardOptions.IgnoreCase) != 0 ? RegexOptions.IgnoreCase : RegexOptions.None));

    public static bool ContainsWildcardCharacters(string pattern)
    {
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '`')
            {
                i++;
            }
            else if (pattern[i] is '*' or '?' or '[')
            {
                return true;
            }
        }

        return false;
    }

    public bool IsMatch(string input) => regex.IsMatch(input);

    private static string ToRegex(string pattern)
    {
        var text = new StringBuilder("^");
        for (int i = 0; i < pattern.Length; i++)
        {
            int end;
            switch (pattern[i])
            {
                case '`' when i + 1 < pattern.Length:
                    text.Append(Regex.Escape(pattern[++i].ToString()));
                    break;
                case '*':
                    text.Append(".*");
                    break;
                case '?':
                    text.Append('.');
                    break;
                case '[' when (end = pattern.IndexOf(']', i + 1)) > 0:
                    text.Append('[').Append(pattern.AsSpan(i + 1, end - i - 1)).Append(']');
                    i = end;
                    break;
                default:
                    text.Append(Regex.Escape(pattern[i].ToString()));
                    break;
            }
        }

        return text.Append('$').ToString();
    }
}
