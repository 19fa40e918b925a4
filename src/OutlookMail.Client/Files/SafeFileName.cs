using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace OutlookMail.Client;

/// <summary>
/// Names from mail, made fit for every disk. A name never holds a separator, a control or direction mark, a name that
/// Windows reserves, or a leading or trailing dot, whatever system this runs on: folders are shared.
/// </summary>
internal static class SafeFileName
{
    // 255 octets is the shortest common limit (ext4, APFS); room is left for a number and an extension.
    private const int LongestName = 120;

    private const string Forbidden = "<>:\"/\\|?*";

    private static readonly string[] Reserved =
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    /// <summary>A name of at most 120 octets of UTF-8; <paramref name="fallback"/> when nothing usable is left of it.</summary>
    public static string Clean(string name, string fallback) => Clean(name, fallback, LongestName);

    /// <summary>The same with another limit, for a name that is put together of several.</summary>
    public static string Clean(string name, string fallback, int longest)
    {
        var clean = new StringBuilder(name.Length);
        var octets = 0;
        for (var i = 0; i < name.Length; i++)
        {
            var pair = char.IsSurrogatePair(name, i);
            var part = pair ? name.Substring(i, 2) : Allowed(name[i]) ? name[i].ToString() : " ";
            i += pair ? 1 : 0;
            octets += Encoding.UTF8.GetByteCount(part);
            if (octets > longest)
            {
                break;
            }

            clean.Append(part);
        }

        var result = string.Join(" ", clean.ToString().Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries)).Trim('.', ' ');
        if (result.Length == 0)
        {
            return fallback;
        }

        var stem = result.Split('.')[0].TrimEnd();
        return Reserved.Contains(stem, StringComparer.OrdinalIgnoreCase) ? "_" + result : result;
    }

    private static bool Allowed(char c) =>
        Forbidden.IndexOf(c) < 0 && !char.IsSurrogate(c) && !char.IsControl(c) &&
        CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
