using System.Collections.Generic;
using System.Globalization;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>Ascending numbers as a sequence-set, runs drawn together.</summary>
internal static class NumberRanges
{
    public static string Join(IReadOnlyList<uint> numbers)
    {
        var ranges = new List<string>();
        for (int i = 0; i < numbers.Count;)
        {
            int from = i;
            while (++i < numbers.Count && numbers[i] == numbers[i - 1] + 1)
            {
            }

            ranges.Add(i - from == 1
                ? numbers[from].ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{numbers[from]}:{numbers[i - 1]}"));
        }

        return string.Join(',', ranges);
    }
}
