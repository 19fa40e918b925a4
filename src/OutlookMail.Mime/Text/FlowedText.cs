using System;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>format=flowed (RFC 3676): lines that end in a blank go on in the next line of the same quote depth.</summary>
public static class FlowedText
{
    /// <summary>Joins flowed lines to paragraphs; quote marks stay as "&gt; " before each.</summary>
    /// <param name="deletesSpace">DelSp=yes: the blank before the soft break was added and goes (RFC 3676 §4.1).</param>
    public static string Unflow(string text, bool deletesSpace)
    {
        StringBuilder result = new(text.Length);
        int openDepth = -1;
        int at = 0;
        while (at < text.Length)
        {
            int lineEnd = text.IndexOf('\n', at);
            int next = lineEnd < 0 ? text.Length : lineEnd + 1;
            int end = lineEnd < 0 ? text.Length : lineEnd;
            end -= end > at && text[end - 1] == '\r' ? 1 : 0;

            int start = at;
            while (start < end && text[start] == '>')
            {
                start++;
            }

            int depth = start - at;

            // RFC 3676 §4.4: one blank may have been stuffed in.
            start += start < end && text[start] == ' ' ? 1 : 0;
            bool isSignature = end - start == 3 && string.CompareOrdinal(text, start, "-- ", 0, 3) == 0;
            bool continues = openDepth == depth && !isSignature;
            if (openDepth >= 0 && !continues)
            {
                result.Append("\r\n");
            }

            if (!continues && depth > 0)
            {
                result.Append('>', depth).Append(' ');
            }

            bool flows = end > start && text[end - 1] == ' ' && !isSignature && next < text.Length;
            int kept = flows && deletesSpace ? end - 1 : end;
            result.Append(text, start, kept - start);
            openDepth = flows ? depth : -1;
            if (!flows && lineEnd >= 0)
            {
                result.Append("\r\n");
            }

            at = next;
        }

        return result.ToString();
    }
}
