using System;
using System.Buffers.Text;
using System.Globalization;

namespace OutlookMail.Imap.Grammar;

// RFC 9051 §9 date-time: "17-Jul-1996 02:44:25 -0700", the day padded with a space.
public static class ImapDateTime
{
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";

    public static string Format(DateTimeOffset moment)
    {
        string sign = moment.Offset < TimeSpan.Zero ? "-" : "+";
        return string.Format(
            CultureInfo.InvariantCulture,
            "{0,2}-{1}-{2:yyyy HH:mm:ss} {3}{4:hhmm}",
            moment.Day,
            Months.Substring(3 * (moment.Month - 1), 3),
            moment,
            sign,
            moment.Offset.Duration());
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset moment)
    {
        moment = default;
        while (!text.IsEmpty && text[0] == (byte)' ')
        {
            text = text.Slice(1);
        }

        if (!Number(ref text, out int day) || !Char(ref text, '-') || !Month(ref text, out int month) || !Char(ref text, '-')
            || !Number(ref text, out int year) || !Char(ref text, ' ')
            || !Number(ref text, out int hour) || !Char(ref text, ':') || !Number(ref text, out int minute) || !Char(ref text, ':')
            || !Number(ref text, out int second))
        {
            return false;
        }

        TimeSpan offset = TimeSpan.Zero;
        if (Char(ref text, ' ') && !text.IsEmpty && text[0] is (byte)'+' or (byte)'-')
        {
            bool west = text[0] == (byte)'-';
            text = text.Slice(1);
            if (!Number(ref text, out int zone) || zone / 100 > 14 || zone % 100 > 59 || zone > 1400)
            {
                return false;
            }

            offset = new TimeSpan(zone / 100, zone % 100, 0);
            offset = west ? -offset : offset;
        }

        if (year is < 1 or > 9999 || month < 1 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        var local = new DateTime(year, month, day, hour, minute, Math.Min(second, 59));
        long utc = local.Ticks - offset.Ticks;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        moment = new DateTimeOffset(local, offset);
        return true;
    }

    private static bool Number(ref ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        if (text.IsEmpty || text[0] is < (byte)'0' or > (byte)'9' || !Utf8Parser.TryParse(text, out number, out int used))
        {
            return false;
        }

        text = text.Slice(used);
        return true;
    }

    private static bool Char(ref ReadOnlySpan<byte> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected)
        {
            return false;
        }

        text = text.Slice(1);
        return true;
    }

    private static bool Month(ref ReadOnlySpan<byte> text, out int month)
    {
        month = 0;
        if (text.Length < 3)
        {
            return false;
        }

        for (int i = 0; i < 12; i++)
        {
            if ((text[0] | 0x20) == (Months[3 * i] | 0x20) && (text[1] | 0x20) == Months[(3 * i) + 1] && (text[2] | 0x20) == Months[(3 * i) + 2])
            {
                month = i + 1;
                text = text.Slice(3);
                return true;
            }
        }

        return false;
    }
}
