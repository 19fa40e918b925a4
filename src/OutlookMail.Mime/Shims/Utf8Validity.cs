using System;

namespace OutlookMail.Mime;

internal static class Utf8Validity
{
    public static bool IsValid(ReadOnlySpan<byte> bytes)
    {
#if !NETSTANDARD2_0
        return System.Text.Unicode.Utf8.IsValid(bytes);
#else
        int i = 0;
        while (i < bytes.Length)
        {
            byte lead = bytes[i];
            if (lead < 0x80)
            {
                i++;
                continue;
            }

            // RFC 3629 §4: the second octet's range excludes overlong forms and surrogates.
            int more;
            byte low = 0x80;
            byte high = 0xBF;
            switch (lead)
            {
                case >= 0xC2 and <= 0xDF:
                    more = 1;
                    break;
                case >= 0xE0 and <= 0xEF:
                    more = 2;
                    low = lead == 0xE0 ? (byte)0xA0 : low;
                    high = lead == 0xED ? (byte)0x9F : high;
                    break;
                case >= 0xF0 and <= 0xF4:
                    more = 3;
                    low = lead == 0xF0 ? (byte)0x90 : low;
                    high = lead == 0xF4 ? (byte)0x8F : high;
                    break;
                default:
                    return false;
            }

            if (i + more >= bytes.Length || bytes[i + 1] < low || bytes[i + 1] > high)
            {
                return false;
            }

            for (int k = 2; k <= more; k++)
            {
                if ((bytes[i + k] & 0xC0) != 0x80)
                {
                    return false;
                }
            }

            i += more + 1;
        }

        return true;
#endif
    }
}
