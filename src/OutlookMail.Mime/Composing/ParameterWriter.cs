using System;
using System.Collections.Generic;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>One parameter as pieces that each fit a line: a token, a quoted string, or RFC 2231 continuations.</summary>
internal static class ParameterWriter
{
    // A piece's value with name*10*= before it and a semicolon after it stays below the fold.
    private const int MaxPiece = 50;

    public static IEnumerable<string> Write(string name, string value)
    {
        if (Ascii.IsAscii(value) && value.Length <= MaxPiece && value.IndexOf("=?", StringComparison.Ordinal) < 0)
        {
            return new[] { name + "=" + (IsToken(value) ? value : "\"" + value.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"") };
        }

        // RFC 2231 §4: the charset stands in the first piece only, and no escape is cut in two.
        List<string> pieces = new();
        StringBuilder piece = new("utf-8''");
        foreach (byte octet in Encoding.UTF8.GetBytes(value))
        {
            string next = IsAttributeChar(octet)
                ? ((char)octet).ToString()
                : "%" + "0123456789ABCDEF"[octet >> 4] + "0123456789ABCDEF"[octet & 15];
            if (piece.Length + next.Length > MaxPiece)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }

            piece.Append(next);
        }

        pieces.Add(piece.ToString());
        if (pieces.Count == 1)
        {
            return new[] { name + "*=" + pieces[0] };
        }

        for (int i = 0; i < pieces.Count; i++)
        {
            pieces[i] = name + "*" + i.ToString(System.Globalization.CultureInfo.InvariantCulture) + "*=" + pieces[i];
        }

        return pieces;
    }

    private static bool IsToken(string value)
    {
        foreach (char c in value)
        {
            if (c is <= ' ' or >= (char)127 || "()<>@,;:\\\"/[]?=".IndexOf(c) >= 0)
            {
                return false;
            }
        }

        return value.Length > 0;
    }

    private static bool IsAttributeChar(byte octet) => octet is > 32 and < 127 && "*'%()<>@,;:\\\"/[]?=".IndexOf((char)octet) < 0;
}
