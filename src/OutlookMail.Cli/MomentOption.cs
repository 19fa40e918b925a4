using System;
using System.CommandLine;
using System.Globalization;

namespace OutlookMail.Cli;

/// <summary>A moment as ISO 8601 writes it, local unless it says otherwise: the same on every machine, whatever its language.</summary>
internal static class MomentOption
{
    public static Option<DateTimeOffset?> Create(string name, string description) => new(name)
    {
        Description = description + " 2026-11-22, or 2026-11-22T08:00Z.",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var moment))
            {
                return moment;
            }

            result.AddError($"{name} takes a date such as 2026-11-22 or 2026-11-22T08:00Z.");
            return null;
        },
    };
}
