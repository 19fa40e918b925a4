using System;
using System.Globalization;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>Dates of RFC 5322 §3.3 and §4.3, and what else stands in Date fields.</summary>
public static class MimeDate
{
    private const string Months = "janfebmaraprmayjunjulaugsepoctnovdec";

    /// <summary>Reads a date; false when no day, month and year can be made out. Keeps the sender's zone.</summary>
    public static bool TryParse(string raw, out DateTimeOffset d)
    {
        d = default;
        if (string.IsNullOrEmpty(raw) || raw.Length > 1000)
        {
            return false;
        }

        return new DateReader(WithoutComments(raw)).TryRead(out d)
            || DateTimeOffset.TryParse(raw.Trim(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out d);
    }

    /// <summary>The strict form for writing, e.g. "Sun, 22 Nov 2026 07:30:00 +0000".</summary>
    public static string Format(DateTimeOffset date)
    {
        string sign = date.Offset < TimeSpan.Zero ? "-" : "+";
        TimeSpan offset = date.Offset.Duration();
        return date.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture)
            + sign + offset.ToString("hhmm", CultureInfo.InvariantCulture);
    }

    /// <summary>RFC 5322 §4.3 lets comments and blanks stand anywhere, even within a time: 09(comment): 55 : 06</summary>
    private static string WithoutComments(string raw)
    {
        if (raw.AsSpan().IndexOfAny('(', ':') < 0)
        {
            return raw;
        }

        StringBuilder kept = new(raw.Length);
        int depth = 0;
        foreach (char c in raw)
        {
            depth = Math.Max(0, depth + (c == '(' ? 1 : 0));
            if (depth == 0 && c == ':')
            {
                while (kept.Length > 0 && kept[kept.Length - 1] is ' ' or '\t')
                {
                    kept.Length--;
                }
            }

            bool isBlankAfterColon = c is ' ' or '\t' && kept.Length > 0 && kept[kept.Length - 1] == ':';
            if (depth == 0 && !isBlankAfterColon)
            {
                kept.Append(c);
            }

            depth = Math.Max(0, depth - (c == ')' ? 1 : 0));
        }

        return kept.ToString();
    }

    private ref struct DateReader
    {
        private ReadOnlySpan<char> rest;
        private int day;
        private int month;
        private int year;
        private TimeSpan time;
        private TimeSpan? offset;
        private bool hasTime;

        public DateReader(string raw)
        {
            rest = raw.AsSpan();
            day = month = year = -1;
            time = default;
            offset = null;
            hasTime = false;
        }

        public bool TryRead(out DateTimeOffset date)
        {
            date = default;
            while (NextToken(out ReadOnlySpan<char> token))
            {
                Take(token);
            }

            if (day < 1 || month < 1 || year < 0)
            {
                return false;
            }

            // RFC 5322 §4.3: two digits below 50 are 20xx, other two and three digits count from 1900.
            int full = year < 50 ? year + 2000 : year < 1000 ? year + 1900 : year;
            if (full is < 1 or > 9999 || day > DateTime.DaysInMonth(full, month))
            {
                return false;
            }

            DateTime local = new DateTime(full, month, day) + time;
            TimeSpan zone = offset ?? TimeSpan.Zero;
            long utc = local.Ticks - zone.Ticks;
            if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
            {
                return false;
            }

            date = new DateTimeOffset(local, zone);
            return true;
        }

        private bool NextToken(out ReadOnlySpan<char> token)
        {
            while (!rest.IsEmpty)
            {
                char c = rest[0];
                if (char.IsLetterOrDigit(c) || ((c is '+' or '-') && rest.Length > 1 && char.IsDigit(rest[1]) && hasTime))
                {
                    int length = 1;
                    while (length < rest.Length && (char.IsLetterOrDigit(rest[length]) || rest[length] == ':'))
                    {
                        length++;
                    }

                    token = rest.Slice(0, length);
                    rest = rest.Slice(length);
                    return true;
                }
                else
                {
                    rest = rest.Slice(1);
                }
            }

            token = default;
            return false;
        }

        private void Take(ReadOnlySpan<char> token)
        {
            if (token.IndexOf(':') > 0 && token[0] is not ('+' or '-') && !hasTime)
            {
                hasTime = TryTime(token);
            }
            else if (token[0] is '+' or '-')
            {
                offset ??= NumericZone(token);
            }
            else if (char.IsDigit(token[0]))
            {
                TakeNumber(token);
            }
            else if (month < 0 && token.Length >= 3 && MonthOf(token) is int found)
            {
                month = found;
            }
            else if (hasTime && offset == null)
            {
                offset = NamedZone(token);
            }
        }

        private void TakeNumber(ReadOnlySpan<char> token)
        {
            int value = 0;
            foreach (char c in token)
            {
                if (!(c is >= '0' and <= '9') || value > 99999)
                {
                    return;
                }

                value = (value * 10) + (c - '0');
            }

            if (day < 0 && token.Length <= 2 && value is >= 1 and <= 31)
            {
                day = value;
            }
            else if (year < 0 && token.Length >= 2 && day > 0)
            {
                year = value;
            }
        }

        private bool TryTime(ReadOnlySpan<char> token)
        {
            int[] parts = { 0, 0, 0 };
            int part = 0;
            bool hasDigit = false;
            foreach (char c in token)
            {
                if (c is >= '0' and <= '9')
                {
                    parts[part] = (parts[part] * 10) + (c - '0');
                    hasDigit = true;
                    if (parts[part] > 99)
                    {
                        return false;
                    }
                }
                else if (c == ':' && part < 2)
                {
                    part++;
                }
                else
                {
                    break;
                }
            }

            // 60 is a leap second (RFC 5322 §3.3), which no clock here can show.
            if (!hasDigit || parts[0] > 23 || parts[1] > 59 || parts[2] > 60)
            {
                return false;
            }

            time = new TimeSpan(parts[0], parts[1], Math.Min(parts[2], 59));
            return true;
        }

        private static int? MonthOf(ReadOnlySpan<char> token)
        {
            string head = token.Slice(0, 3).ToString().ToLowerInvariant();
            int index = Months.IndexOf(head, StringComparison.Ordinal);
            return index >= 0 && index % 3 == 0 ? (index / 3) + 1 : null;
        }

        private static TimeSpan? NumericZone(ReadOnlySpan<char> token)
        {
            int value = 0;
            int digits = 0;
            foreach (char c in token.Slice(1))
            {
                if (c is >= '0' and <= '9' && digits < 4)
                {
                    value = (value * 10) + (c - '0');
                    digits++;
                }
                else if (c != ':')
                {
                    return null;
                }
            }

            int minutes = digits <= 2 ? value * 60 : ((value / 100) * 60) + (value % 100);
            if (minutes > 14 * 60)
            {
                return TimeSpan.Zero;
            }

            return TimeSpan.FromMinutes(token[0] == '-' ? -minutes : minutes);
        }

        /// <summary>RFC 5322 §4.3; the military letters and unknown names mean an unknown zone, which counts as UTC.</summary>
        private static TimeSpan? NamedZone(ReadOnlySpan<char> token) => token.ToString().ToUpperInvariant() switch
        {
            "EST" => TimeSpan.FromHours(-5),
            "EDT" => TimeSpan.FromHours(-4),
            "CST" => TimeSpan.FromHours(-6),
            "CDT" => TimeSpan.FromHours(-5),
            "MST" => TimeSpan.FromHours(-7),
            "MDT" => TimeSpan.FromHours(-6),
            "PST" => TimeSpan.FromHours(-8),
            "PDT" => TimeSpan.FromHours(-7),
            "CET" => TimeSpan.FromHours(1),
            "CEST" => TimeSpan.FromHours(2),
            "JST" => TimeSpan.FromHours(9),
            "GMT" or "UT" or "UTC" or "Z" => TimeSpan.Zero,
            _ => null,
        };
    }
}
