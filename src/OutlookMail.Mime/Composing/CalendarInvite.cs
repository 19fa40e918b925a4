using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>One event as iCalendar text (RFC 5545) that mail carries (RFC 6047): an invitation, its answer or its cancellation.</summary>
public sealed class CalendarInvite
{
    private const int MaxLine = 75;

    public CalendarMethod Method { get; set; }

    /// <summary>The same in the request, its changes, its answers and its cancellation.</summary>
    public string Uid { get; set; } = "";

    /// <summary>Grows with each change of the event.</summary>
    public int Sequence { get; set; }

    public MimeAddress? Organizer { get; set; }

    /// <summary>Those invited; in a reply, the one who answers.</summary>
    public IList<MimeAddress> Attendees { get; } = new List<MimeAddress>();

    public DateTimeOffset Start { get; set; }

    public DateTimeOffset End { get; set; }

    /// <summary>Whole days: only the dates count, and End is the day after the last.</summary>
    public bool IsAllDay { get; set; }

    public string Summary { get; set; } = "";

    public string? Location { get; set; }

    public string? Description { get; set; }

    /// <summary>Only in a reply.</summary>
    public CalendarResponse Response { get; set; } = CalendarResponse.NeedsAction;

    /// <summary>When this text was made (DTSTAMP).</summary>
    public DateTimeOffset Stamp { get; set; } = DateTimeOffset.UtcNow;

    internal string MethodName => Method.ToString().ToUpperInvariant();

    /// <exception cref="MimeFormatException">What the method needs is missing, or a value cannot be written.</exception>
    public string ToText()
    {
        if (Organizer == null || Uid.Length == 0 || (Method == CalendarMethod.Reply && Attendees.Count != 1) || End < Start)
        {
            throw new MimeFormatException("An event needs a Uid, an Organizer, an end not before its start, and in a reply exactly one attendee.", 0);
        }

        HeaderValue.Refuse(Uid, "The Uid", allowNonAscii: true);
        StringBuilder text = new();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "PRODID:-//OutlookMail.PowerShell//EN");
        Line(text, "VERSION:2.0");
        Line(text, "METHOD:" + MethodName);
        Line(text, "BEGIN:VEVENT");
        Line(text, "UID:" + Escaped(Uid));
        Line(text, "SEQUENCE:" + Sequence.ToString(CultureInfo.InvariantCulture));
        Line(text, "DTSTAMP:" + Utc(Stamp));
        Line(text, IsAllDay ? "DTSTART;VALUE=DATE:" + Day(Start) : "DTSTART:" + Utc(Start));
        Line(text, IsAllDay ? "DTEND;VALUE=DATE:" + Day(End) : "DTEND:" + Utc(End));
        Line(text, "ORGANIZER" + Person(Organizer));
        foreach (MimeAddress attendee in Attendees)
        {
            string parameters = Method == CalendarMethod.Reply
                ? ";PARTSTAT=" + PartStat()
                : ";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE";
            Line(text, "ATTENDEE" + (Method == CalendarMethod.Cancel ? "" : parameters) + Person(attendee));
        }

        Line(text, "SUMMARY:" + Escaped(Summary));
        Optional(text, "LOCATION:", Location);
        Optional(text, "DESCRIPTION:", Description);
        Line(text, "STATUS:" + (Method == CalendarMethod.Cancel ? "CANCELLED" : "CONFIRMED"));
        Line(text, "END:VEVENT");
        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private string PartStat() => Response switch
    {
        CalendarResponse.Accepted => "ACCEPTED",
        CalendarResponse.Declined => "DECLINED",
        CalendarResponse.Tentative => "TENTATIVE",
        _ => "NEEDS-ACTION",
    };

    private static void Optional(StringBuilder text, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Line(text, name + Escaped(value!));
        }
    }

    /// <summary>;CN="Ada":mailto:ada@contoso.test. RFC 5545 §3.2: a quoted value has no way to hold a quote.</summary>
    private static string Person(MimeAddress person)
    {
        AddressSyntax.Check(person.Address, 0);
        AddressSyntax.CheckName(person.Name, 0);
        string name = string.IsNullOrEmpty(person.Name) ? "" : ";CN=\"" + person.Name!.Replace('"', '\'') + "\"";
        return name + ":mailto:" + person.Address;
    }

    /// <summary>RFC 5545 §3.3.11.</summary>
    private static string Escaped(string value)
    {
        StringBuilder escaped = new(value.Length);
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c is '\\' or ';' or ',')
            {
                escaped.Append('\\').Append(c);
            }
            else if (c is '\r' or '\n')
            {
                escaped.Append("\\n");
                i += c == '\r' && i + 1 < value.Length && value[i + 1] == '\n' ? 1 : 0;
            }
            else if (c >= ' ' || c == '\t')
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }

    /// <summary>RFC 5545 §3.1: lines of at most 75 octets, characters whole.</summary>
    private static void Line(StringBuilder text, string line)
    {
        int octets = 0;
        for (int i = 0; i < line.Length; i++)
        {
            int length = char.IsHighSurrogate(line[i]) && i + 1 < line.Length ? 2 : 1;
            int size = Encoding.UTF8.GetByteCount(line.Substring(i, length));
            if (octets + size > MaxLine)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(line, i, length);
            octets += size;
            i += length - 1;
        }

        text.Append("\r\n");
    }

    private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset time) => time.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
