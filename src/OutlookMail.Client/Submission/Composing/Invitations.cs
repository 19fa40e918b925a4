using System;
using System.Linq;
using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>From a draft's meeting to the text that calendars read.</summary>
internal static class Invitations
{
    public static CalendarInvite Write(DraftInvitation invitation, MimeComposer mail, DateTimeOffset now)
    {
        var invite = new CalendarInvite
        {
            Method = invitation.IsCancelled ? CalendarMethod.Cancel : CalendarMethod.Request,
            Uid = invitation.Uid ?? Guid.NewGuid().ToString("N") + "@" + mail.From!.Address.Split('@').Last(),
            Sequence = invitation.Sequence,
            Organizer = mail.From,
            Start = invitation.Start,
            End = invitation.End,
            IsAllDay = invitation.IsAllDay,
            Summary = mail.Subject,
            Location = invitation.Location,
            Description = mail.Text,
            Stamp = now,
        };
        foreach (var attendee in mail.To.Concat(mail.Cc))
        {
            invite.Attendees.Add(attendee);
        }

        return invite;
    }
}
