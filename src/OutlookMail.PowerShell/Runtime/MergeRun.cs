using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>A template over the rows of a pipeline, and what a dry run counts of them.</summary>
internal sealed class MergeRun
{
    private readonly MailTemplate? template;
    private readonly OutlookMergeReport report = new();
    private readonly SortedDictionary<string, int> missing = new(StringComparer.Ordinal);
    private readonly List<string> errors = new();

    private MergeRun(MailTemplate? template, string path)
    {
        this.template = template;
        report.Template = path;
    }

    /// <summary>Mails without a template, of which a dry run says only whether they can be written.</summary>
    internal static MergeRun Empty => new(null, "");

    internal static MergeRun Load(string path) => new(MailTemplate.Load(path), path);

    internal void Apply(WrittenMail mail, PSObject? row, bool dryRun)
    {
        report.Rows++;
        try
        {
            template?.Apply(mail.Draft, RowData.From(row));
        }
        catch (OutlookMailException e) when (dryRun && !e.EndsCommand)
        {
            mail.IsUnfit = true;
            Count(e);
        }
    }

    /// <summary>Writes the mail as it would be sent, and only counts.</summary>
    internal async Task CheckAsync(OutlookSession session, WrittenMail mail, CancellationToken token)
    {
        try
        {
            ComposedMail composed = await mail.ComposeAsync(session, token).ConfigureAwait(false);
            report.Ready++;
            report.Recipients += composed.Recipients.Count;
            report.Size += composed.Length;
        }
        catch (OutlookMailException e) when (template is not null && !e.EndsCommand)
        {
            Count(e);
        }
    }

    internal OutlookMergeReport Report()
    {
        report.MissingFields = new SortedDictionary<string, int>(missing, StringComparer.Ordinal);
        report.Errors = errors.ToArray();
        return report;
    }

    private void Count(OutlookMailException e)
    {
        report.Failed++;
        errors.Add($"Row {report.Rows}: {e.Message}");
        foreach (string field in e.Target as IReadOnlyList<string> ?? Array.Empty<string>())
        {
            missing[field] = missing.TryGetValue(field, out int count) ? count + 1 : 1;
        }
    }
}
