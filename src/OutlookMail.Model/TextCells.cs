using System;
using System.Globalization;
using System.Text;

namespace OutlookMail.Model;

/// <summary>
/// Text in columns of a terminal: how many cells it takes in any script, and text made to take just so many. What
/// terminals disagree about (joined and coloured emoji, flags, direction marks) is simplified first.
/// </summary>
public static class TextCells
{
    // UAX #11: East Asian Wide and Fullwidth, with emoji that are shown as such; first and last of each range.
    private static readonly int[] Wide =
    {
        0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3, 0x25FD, 0x25FE, 0x2614, 0x2615,
        0x2648, 0x2653, 0x267F, 0x267F, 0x2693, 0x2693, 0x26A1, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE, 0x26CE,
        0x26D4, 0x26D4, 0x26EA, 0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26F5, 0x26FA, 0x26FA, 0x26FD, 0x26FD, 0x2705, 0x2705, 0x270A, 0x270B,
        0x2728, 0x2728, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797, 0x27B0, 0x27B0, 0x27BF, 0x27BF,
        0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55, 0x2E80, 0x303E, 0x3041, 0xA4CF, 0xA960, 0xA97C, 0xAC00, 0xD7A3, 0xF900, 0xFAFF,
        0xFE10, 0xFE19, 0xFE30, 0xFE6B, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x18DFF, 0x1AFF0, 0x1B2FF, 0x1F004, 0x1F004, 0x1F0CF, 0x1F0CF,
        0x1F18E, 0x1F18E, 0x1F191, 0x1F19A, 0x1F200, 0x1F265, 0x1F300, 0x1F320, 0x1F32D, 0x1F335, 0x1F337, 0x1F37C, 0x1F37E, 0x1F393,
        0x1F3A0, 0x1F3CA, 0x1F3CF, 0x1F3D3, 0x1F3E0, 0x1F3F0, 0x1F3F4, 0x1F3F4, 0x1F3F8, 0x1F43E, 0x1F440, 0x1F440, 0x1F442, 0x1F4FC,
        0x1F4FF, 0x1F53D, 0x1F54B, 0x1F54E, 0x1F550, 0x1F567, 0x1F57A, 0x1F57A, 0x1F595, 0x1F596, 0x1F5A4, 0x1F5A4, 0x1F5FB, 0x1F64F,
        0x1F680, 0x1F6C5, 0x1F6CC, 0x1F6CC, 0x1F6D0, 0x1F6D2, 0x1F6D5, 0x1F6D7, 0x1F6DC, 0x1F6DF, 0x1F6EB, 0x1F6EC, 0x1F6F4, 0x1F6FC,
        0x1F7E0, 0x1F7EB, 0x1F7F0, 0x1F7F0, 0x1F90C, 0x1F93A, 0x1F93C, 0x1F945, 0x1F947, 0x1F9FF, 0x1FA70, 0x1FAFF, 0x20000, 0x3FFFD,
    };

    /// <summary>The text on one line without what has no width of its own or another in each terminal.</summary>
    public static string Simplify(string? text) => Build(text ?? "", int.MaxValue, out _);

    /// <summary>How many cells the simplified text takes.</summary>
    public static int Width(string? text)
    {
        Build(text ?? "", int.MaxValue, out int cells);
        return cells;
    }

    /// <summary>The simplified text, cut with … or filled with spaces, in just so many cells.</summary>
    public static string Fit(string? text, int cells)
    {
        string fitted = Build(text ?? "", cells, out int used);
        return used < cells ? fitted + new string(' ', cells - used) : fitted;
    }

    private static string Build(string text, int limit, out int cells)
    {
        var built = new StringBuilder(Math.Min(text.Length, 256));
        cells = 0;
        int cut = 0;
        int cutCells = 0;
        bool afterEmoji = false;
        bool joined = false;
        for (int i = 0; i < text.Length; i++)
        {
            bool pair = char.IsSurrogatePair(text, i);
            int point = pair ? char.ConvertToUtf32(text, i) : text[i];
            UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(text, i);
            i += pair ? 1 : 0;
            if (point == 0x200D && afterEmoji)
            {
                joined = true;
                continue;
            }

            if (IsDropped(point, category, afterEmoji) || (joined && IsEmoji(point)))
            {
                joined = false;
                continue;
            }

            joined = false;
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark || point is 0x200C or 0x200D)
            {
                Append(built, point);
                continue;
            }

            // A flag is two letters, which every terminal shows alike.
            point = point is >= 0x1F1E6 and <= 0x1F1FF ? 'A' + point - 0x1F1E6 : point;
            point = category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate ? ' ' : point;
            int width = IsWide(point) ? 2 : 1;
            if (cells + width > limit)
            {
                built.Length = cut;
                cells = cutCells + 1;
                return built.Append('…').ToString();
            }

            afterEmoji = IsEmoji(point);
            Append(built, point);
            cells += width;
            if (cells < limit)
            {
                cut = built.Length;
                cutCells = cells;
            }
        }

        return built.ToString();
    }

    private static bool IsDropped(int point, UnicodeCategory category, bool afterEmoji) =>
        point is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE01EF)
        || (afterEmoji && point is (>= 0x1F3FB and <= 0x1F3FF) or 0x20E3)
        || point == 0x20E3
        || (category == UnicodeCategory.Format && point is not (0x200C or 0x200D));

    private static bool IsEmoji(int point) => point is >= 0x1F300 or (>= 0x2190 and <= 0x2BFF);

    private static bool IsWide(int point)
    {
        int low = 0;
        int high = Wide.Length / 2 - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (point < Wide[2 * middle])
            {
                high = middle - 1;
            }
            else if (point > Wide[2 * middle + 1])
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private static void Append(StringBuilder built, int point)
    {
        if (point > char.MaxValue)
        {
            built.Append(char.ConvertFromUtf32(point));
        }
        else
        {
            built.Append((char)point);
        }
    }
}
