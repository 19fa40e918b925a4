using System;

namespace OutlookMail.Sandbox.Exchange;

/// <summary>Text that repeats what a client sent: nothing in it may end the line.</summary>
internal static class ReplyText
{
    public static string Clean(string text)
    {
        foreach (char c in text)
        {
            if (char.IsControl(c))
            {
                return new string(Array.ConvertAll(text.ToCharArray(), ch => char.IsControl(ch) ? '?' : ch));
            }
        }

        return text;
    }
}
