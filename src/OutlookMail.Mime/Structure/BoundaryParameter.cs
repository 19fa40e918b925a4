using System;
using System.Text;

namespace OutlookMail.Mime;

internal static class BoundaryParameter
{
    /// <summary>Finds the boundary in the Content-Type that ends where <paramref name="message"/> ends.</summary>
    public static bool Find(ReadOnlySpan<byte> message, int typeStart, ref BoundaryStack.Entry entry)
    {
        ReadOnlySpan<byte> field = message.Slice(typeStart);
        ParameterScanner parameters = new(field);
        for (int i = 0; i < MimeLimits.MaxParameters && parameters.MoveNext(); i++)
        {
            if (!Ascii.EqualsLower(parameters.Name, "boundary"u8))
            {
                continue;
            }

            // Blanks cannot end a boundary (RFC 2046 §5.1.1), and delimiter lines are compared without theirs.
            ReadOnlySpan<byte> value = ParameterScanner.TrimBlanks(parameters.Value);
            if (value.IsEmpty || value.Length > MimeLimits.MaxBoundaryLength)
            {
                return false;
            }

            if (value.IndexOfAny((byte)'\\', (byte)'\n') >= 0)
            {
                return Copy(Unquoted(value), ref entry);
            }

            entry.At = typeStart + Offset(field, value);
            entry.Length = value.Length;
            return true;
        }

        // RFC 2231 forms are legal for any parameter: boundary*0="abc"; boundary*1="def"
        string? continued = MimeContentType.Parse(field).Parameter("boundary");
        return !string.IsNullOrEmpty(continued) && continued!.Length <= MimeLimits.MaxBoundaryLength
            && Copy(Encoding.UTF8.GetBytes(continued.Trim()), ref entry);
    }

    private static bool Copy(byte[] boundary, ref BoundaryStack.Entry entry)
    {
        entry.At = -1;
        entry.Copy = boundary;
        entry.Length = boundary.Length;
        return boundary.Length > 0;
    }

    private static unsafe int Offset(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> slice)
    {
        fixed (byte* a = whole)
        fixed (byte* b = slice)
        {
            return (int)(b - a);
        }
    }

    private static byte[] Unquoted(ReadOnlySpan<byte> value)
    {
        byte[] plain = new byte[value.Length];
        int length = 0;
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] is (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            if (value[i] == (byte)'\\' && i + 1 < value.Length)
            {
                i++;
            }

            plain[length++] = value[i];
        }

        return plain.AsSpan(0, length).ToArray();
    }
}
