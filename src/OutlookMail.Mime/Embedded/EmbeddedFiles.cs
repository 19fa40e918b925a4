using System;
using System.Collections.Generic;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>Files written into the text of a message: uuencode between "begin" and "end", yEnc between =ybegin and =yend.</summary>
internal static class EmbeddedFiles
{
    // A text with more is no mail; each costs a part.
    private const int MaxFiles = 1000;

    /// <summary>Each file as a part of its own. Null when there is none, which one search tells.</summary>
    /// <param name="text">What is left of the text without them.</param>
    public static List<MimeEntity>? Find(ReadOnlySpan<byte> body, out byte[] text)
    {
        List<MimeEntity>? files = null;
        List<(int Start, int End)> cuts = new();
        int at = 0;
        while (cuts.Count < MaxFiles && NextBegin(body, at, out int start, out bool isYenc))
        {
            ReadOnlySpan<byte> line = Line(body, start, out int next);
            int end = isYenc ? YencEnd(body, next) : UuEnd(body, next);
            string? name = isYenc ? YencName(line) : UuName(line);
            if (end < 0 || name == null)
            {
                at = next;
                continue;
            }

            (files ??= new List<MimeEntity>()).Add(SyntheticPart.Create(name, isYenc ? "x-yenc" : "x-uuencode", body.Slice(start, end - start)));
            cuts.Add((start, end));
            at = end;
        }

        text = files == null ? Array.Empty<byte>() : Without(body, cuts);
        return files;
    }

    private static bool NextBegin(ReadOnlySpan<byte> body, int at, out int start, out bool isYenc)
    {
        while (at < body.Length)
        {
            int found = body.Slice(at).IndexOf("begin "u8);
            if (found < 0)
            {
                break;
            }

            start = at + found;
            isYenc = start >= 2 && body.Slice(start - 2, 2).SequenceEqual("=y"u8);
            start -= isYenc ? 2 : 0;
            if (start == 0 || body[start - 1] == (byte)'\n')
            {
                return true;
            }

            at += found + 6;
        }

        start = -1;
        isYenc = false;
        return false;
    }

    /// <summary>begin 644 name</summary>
    private static string? UuName(ReadOnlySpan<byte> line)
    {
        int digits = 6;
        while (digits < line.Length && line[digits] is >= (byte)'0' and <= (byte)'7')
        {
            digits++;
        }

        return digits is 9 or 10 && digits + 1 < line.Length && line[digits] == (byte)' '
            ? HeaderText.ToText(line.Slice(digits + 1)).Trim()
            : null;
    }

    /// <summary>=ybegin line=128 size=123456 name=file.bin</summary>
    private static string? YencName(ReadOnlySpan<byte> line)
    {
        int name = line.IndexOf(" name="u8);
        return name > 0 && line.IndexOf(" line="u8) > 0 ? HeaderText.ToText(line.Slice(name + 6)).Trim() : null;
    }

    /// <summary>One past the "end" line; -1 when what follows is no uuencoded text up to it.</summary>
    private static int UuEnd(ReadOnlySpan<byte> body, int at)
    {
        while (at < body.Length)
        {
            ReadOnlySpan<byte> line = Line(body, at, out int next);
            if (line.SequenceEqual("end"u8))
            {
                return next;
            }

            // Up to 45 octets are 60 characters and the count; some encoders add a checksum character.
            if (line.Length > 62 || (!line.IsEmpty && line[0] is < 32 or > 96))
            {
                return -1;
            }

            at = next;
        }

        return -1;
    }

    private static int YencEnd(ReadOnlySpan<byte> body, int at)
    {
        int found = body.Slice(Math.Max(at - 1, 0)).IndexOf("\n=yend"u8);
        if (found < 0)
        {
            return -1;
        }

        _ = Line(body, Math.Max(at - 1, 0) + found + 1, out int next);
        return next;
    }

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> body, int start, out int next)
    {
        ReadOnlySpan<byte> rest = body.Slice(start);
        int length = rest.IndexOf((byte)'\n');
        next = length < 0 ? body.Length : start + length + 1;
        length = length < 0 ? rest.Length : length;
        return length > 0 && rest[length - 1] == (byte)'\r' ? rest.Slice(0, length - 1) : rest.Slice(0, length);
    }

    private static byte[] Without(ReadOnlySpan<byte> body, List<(int Start, int End)> cuts)
    {
        byte[] kept = new byte[body.Length];
        int length = 0;
        int at = 0;
        foreach ((int start, int end) in cuts)
        {
            body.Slice(at, start - at).CopyTo(kept.AsSpan(length));
            length += start - at;
            at = end;
        }

        body.Slice(at).CopyTo(kept.AsSpan(length));
        Array.Resize(ref kept, length + body.Length - at);
        return kept;
    }
}
