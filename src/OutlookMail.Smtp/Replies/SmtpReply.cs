using System;
using System.Collections.Generic;
using System.Globalization;
using OutlookMail.Smtp.Grammar;

namespace OutlookMail.Smtp;

/// <summary>A server's whole answer to one command, RFC 5321 §4.2.</summary>
public sealed class SmtpReply
{
    /// <param name="code">200 to 599.</param>
    /// <param name="lines">Texts of the reply's lines behind code and separator, each with its enhanced status code if it has one.</param>
    public SmtpReply(int code, IReadOnlyList<string> lines)
    {
        Code = code;
        // RFC 2034 §4: only 2xx, 4xx and 5xx replies carry an enhanced status code, and each of their lines the same one.
        if (code / 100 == 3 || lines.Count == 0)
        {
            Lines = lines;
            return;
        }

        int length = EnhancedStatusCode.Measure(lines[0].AsSpan());
        if (length == 0)
        {
            Lines = lines;
            return;
        }

        EnhancedCode = lines[0].Substring(0, length);
        var texts = new string[lines.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            int skip = EnhancedStatusCode.Measure(lines[i].AsSpan());
            texts[i] = lines[i].Substring(skip).TrimStart(' ');
        }

        Lines = texts;
    }

    /// <summary>The three digits: 2xx done, 3xx go on, 4xx not now, 5xx no.</summary>
    public int Code { get; }

    /// <summary>"5.7.3" and the like, RFC 3463; null when the server gave none.</summary>
    public string? EnhancedCode { get; }

    /// <summary>The lines without reply code and enhanced status code; control characters are replaced.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary><see cref="Lines"/> joined by LF.</summary>
    public string Text => Lines.Count == 1 ? Lines[0] : string.Join("\n", Lines);

    /// <summary>2xx.</summary>
    public bool IsPositive => Code / 100 == 2;

    /// <summary>4xx: the same command may succeed later.</summary>
    public bool IsTransient => Code / 100 == 4;

    /// <summary>5xx: the same command will fail again.</summary>
    public bool IsPermanent => Code / 100 == 5;

    /// <summary>As the server said it: "535 5.7.3 Authentication unsuccessful".</summary>
    public override string ToString()
    {
        string code = Code.ToString(CultureInfo.InvariantCulture);
        string head = EnhancedCode is null ? code : code + " " + EnhancedCode;
        return Text.Length == 0 ? head : head + " " + Text;
    }
}
