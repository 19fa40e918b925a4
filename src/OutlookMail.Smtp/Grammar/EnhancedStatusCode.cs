using System;

namespace OutlookMail.Smtp.Grammar;

/// <summary>The <c>class "." subject "." detail</c> in front of a reply's text, RFC 3463 §2, RFC 2034 §4.</summary>
public static class EnhancedStatusCode
{
    // RFC 3463 §2: subject and detail have one to three digits.
    private const int MaxDigits = 3;

    /// <summary>Length in characters of the status code at the start of <paramref name="text"/>, 0 when there is none.</summary>
    /// <remarks>The class need not agree with the reply code: servers exist that answer <c>451 5.7.3</c>, and the number
    /// is what tells the cause.</remarks>
    public static int Measure(ReadOnlySpan<char> text)
    {
        if (text.Length < 5 || text[0] is not ('2' or '4' or '5') || text[1] != '.')
            return 0;
        int at = 2;
        if (!SkipDigits(text, ref at) || at >= text.Length || text[at] != '.')
            return 0;
        at++;
        if (!SkipDigits(text, ref at))
            return 0;
        return at == text.Length || text[at] == ' ' ? at : 0;
    }

    private static bool SkipDigits(ReadOnlySpan<char> text, ref int at)
    {
        int start = at;
        while (at < text.Length && text[at] is >= '0' and <= '9')
            at++;
        return at - start is >= 1 and <= MaxDigits;
    }
}
