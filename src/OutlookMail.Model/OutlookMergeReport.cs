using System;
using System.Collections.Generic;

namespace OutlookMail.Model;

/// <summary>What a dry run over a template and its rows found. Nothing was sent.</summary>
public sealed class OutlookMergeReport
{
    /// <summary>The template's path.</summary>
    public string Template { get; set; } = "";

    public int Rows { get; set; }

    /// <summary>Rows whose mail can be sent.</summary>
    public int Ready { get; set; }

    public int Failed { get; set; }

    /// <summary>Recipients of all mails that can be sent.</summary>
    public int Recipients { get; set; }

    /// <summary>Octets of all mails that can be sent.</summary>
    public long Size { get; set; }

    /// <summary>Names in the template that rows do not have, and in how many.</summary>
    public IDictionary<string, int> MissingFields { get; set; } = new SortedDictionary<string, int>(StringComparer.Ordinal);

    /// <summary>One line for each row that failed.</summary>
    public string[] Errors { get; set; } = Array.Empty<string>();

    public override string ToString() => $"{Ready} of {Rows} can be sent";
}
