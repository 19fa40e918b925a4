using System;
using System.Collections.Generic;
using OutlookMail.Smtp.Grammar;

namespace OutlookMail.Smtp;

/// <summary>Puts the lines of a reply together.</summary>
internal struct ReplyAssembler
{
    /// <summary>Octets in one line without CRLF. RFC 5321 §4.5.3.1.5 says 512, servers write longer ones, and the
    /// challenge of a 334 may have 12,288 (RFC 4954 §4).</summary>
    public const int MaxLineLength = 12288;

    /// <summary>Lines in one reply: no EHLO known has more than 40; a server that goes on and on is stopped here.</summary>
    public const int MaxLines = 512;

    private List<string>? _lines;
    private int _code;

    /// <summary>Takes the next line, without CRLF.</summary>
    /// <param name="reply">The reply when this was its last line, else null.</param>
    /// <returns>Null, or the grammar rule that the line breaks.</returns>
    public string? Add(ReadOnlySpan<byte> line, out SmtpReply? reply)
    {
        reply = null;
        if (!ReplyLine.TryParse(line, out ReplyLine parsed))
            return "Reply-line";
        if (_lines is null)
        {
            _code = parsed.Code;
            if (parsed.IsLast)
            {
                reply = new SmtpReply(_code, [ReplyText.Decode(parsed.Text)]);
                return null;
            }

            _lines = [];
        }
        else if (parsed.Code != _code)
        {
            // RFC 5321 §4.2.1: the code is the same on all lines.
            return "Reply-line: another code inside one reply";
        }

        if (_lines.Count == MaxLines)
            return "Reply-line: too many lines";
        _lines.Add(ReplyText.Decode(parsed.Text));
        if (parsed.IsLast)
        {
            reply = new SmtpReply(_code, _lines);
            _lines = null;
        }

        return null;
    }
}
