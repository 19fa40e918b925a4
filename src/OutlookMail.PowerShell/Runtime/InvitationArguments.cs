using System;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using OutlookMail.Client;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>A meeting out of a table: @{ Start = …; End = … or Duration = …; Location = … }.</summary>
internal static class InvitationArguments
{
    private const string Parts = "The parts are Start, End or Duration, Location, AllDay, Uid, Sequence and Cancel.";

    internal static DraftInvitation From(IDictionary table)
    {
        var invitation = new DraftInvitation();
        TimeSpan? duration = null;
        bool hasStart = false;
        bool hasEnd = false;
        foreach (DictionaryEntry entry in table)
        {
            object? value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            switch (entry.Key.ToString()!.ToUpperInvariant())
            {
                case "START":
                    invitation.Start = Time("Start", value);
                    hasStart = true;
                    break;
                case "END":
                    invitation.End = Time("End", value);
                    hasEnd = true;
                    break;
                case "DURATION":
                    duration = value is TimeSpan span ? span
                        : TimeSpan.TryParse(Text(value), CultureInfo.InvariantCulture, out span) ? span
                        : throw CmdletErrors.ArgumentInvalid("Invitation", $"Duration '{value}' is no time span", "Write 01:30 for an hour and a half.");
                    break;
                case "LOCATION":
                    invitation.Location = Text(value);
                    break;
                case "ALLDAY":
                    invitation.IsAllDay = value is true or SwitchParameter { IsPresent: true };
                    break;
                case "UID":
                    invitation.Uid = Text(value);
                    break;
                case "SEQUENCE":
                    invitation.Sequence = value is int number ? number : throw CmdletErrors.ArgumentInvalid("Invitation", $"Sequence '{value}' is no number", Parts);
                    break;
                case "CANCEL":
                    invitation.IsCancelled = value is true or SwitchParameter { IsPresent: true };
                    break;
                default:
                    throw CmdletErrors.ArgumentInvalid("Invitation", $"'{entry.Key}' is no part of a meeting", Parts);
            }
        }

        if (!hasStart || (!hasEnd && duration is null))
        {
            throw CmdletErrors.ArgumentInvalid("Invitation", "it needs Start, and End or Duration", Parts);
        }

        if (!hasEnd)
        {
            invitation.End = invitation.Start + duration!.Value;
        }

        return invitation;
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static DateTimeOffset Time(string part, object? value) => value switch
    {
        DateTimeOffset time => time,
        DateTime time => new DateTimeOffset(time),
        _ when DateTimeOffset.TryParse(Text(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset time) => time,
        _ => throw CmdletErrors.ArgumentInvalid("Invitation", $"{part} '{value}' is no time", "Write 2026-12-01T09:00, or give what Get-Date gives."),
    };
}
