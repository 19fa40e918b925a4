using System;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Imap.Responses;

// RFC 9051 §7.1
/// <summary>OK, NO, BAD, PREAUTH or BYE, with its code and text. Unknown codes are kept as they are.</summary>
internal sealed class StatusResponse
{
    private StatusResponse(ImapStatus status, string? code, byte[]? arguments, string text)
    {
        Status = status;
        Code = code;
        Arguments = arguments;
        Text = text;
    }

    public ImapStatus Status { get; }

    /// <summary>Upper case.</summary>
    public string? Code { get; }

    /// <summary>Octets between the code and the closing bracket.</summary>
    public byte[]? Arguments { get; }

    public string? CodeArguments => Arguments is null ? null : StringPool.Decode(Arguments);

    public string Text { get; }

    public static bool TryStatus(ReadOnlySpan<byte> word, out ImapStatus status)
    {
        status = ImapStatus.Ok;
        switch (word.Length)
        {
            case 2 when Keyword.Is(word, "OK"):
                return true;
            case 2 when Keyword.Is(word, "NO"):
                status = ImapStatus.No;
                return true;
            case 3 when Keyword.Is(word, "BAD"):
                status = ImapStatus.Bad;
                return true;
            case 3 when Keyword.Is(word, "BYE"):
                status = ImapStatus.Bye;
                return true;
            case 7 when Keyword.Is(word, "PREAUTH"):
                status = ImapStatus.PreAuth;
                return true;
            default:
                return false;
        }
    }

    /// <summary>What the server would say, known without asking it.</summary>
    public static StatusResponse Local(ImapStatus status, string code, string text) => new(status, code, null, text);

    /// <summary>Reads resp-text; the decoder stands behind the status word. Text without the space or bracket it should have is text.</summary>
    public static StatusResponse Read(ImapStatus status, ref ImapDecoder decoder)
    {
        decoder.TrySpace();
        string? code = null;
        byte[]? arguments = null;
        int start = decoder.Position;
        if (decoder.TryChar('['))
        {
            int close = CodeEnd(decoder.Rest);
            if (close >= 0 && decoder.TryAtomBefore((byte)']', (byte)']', out ReadOnlySpan<byte> name))
            {
                code = StringPool.Decode(name).ToUpperInvariant();
                int end = start + 1 + close;
                decoder.TrySpace();
                if (decoder.Position < end)
                {
                    arguments = decoder.Rest.Slice(0, end - decoder.Position).ToArray();
                }

                decoder.Position = end + 1;
                decoder.TrySpace();
            }
            else
            {
                decoder.Position = start;
            }
        }

        ReadOnlySpan<byte> text = LineEnd.Trim(decoder.Rest);
        return new StatusResponse(status, code, arguments, StringPool.Decode(text));
    }

    // A bracket inside a quoted argument does not close: BADCHARSET and REFERRAL carry strings.
    private static int CodeEnd(ReadOnlySpan<byte> text)
    {
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'\r' or (byte)'\n':
                    return -1;
                case (byte)'\\' when quoted:
                    i++;
                    break;
                case (byte)'"':
                    quoted = !quoted;
                    break;
                case (byte)']' when !quoted:
                    return i;
            }
        }

        return -1;
    }
}
