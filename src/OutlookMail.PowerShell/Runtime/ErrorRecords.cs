using System;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>The one place that makes error records: catalogue entries as they stand, anything else through the client's mapper.</summary>
internal static class ErrorRecords
{
    internal static ErrorRecord From(Exception exception, object? target)
    {
        OutlookMailException entry = exception as OutlookMailException ?? Map(exception, target);
        return new ErrorRecord(entry, entry.ErrorId, Category(entry.Category), entry.Target ?? target)
        {
            ErrorDetails = new ErrorDetails(entry.Message) { RecommendedAction = entry.Fix },
        };
    }

    internal static bool EndsCommand(ErrorRecord record) => record.Exception is OutlookMailException { EndsCommand: true };

    internal static ErrorCategory Category(OutlookErrorCategory category) =>
        Enum.TryParse(category.ToString(), out ErrorCategory known) ? known : ErrorCategory.NotSpecified;

    // A method of its own, so that an error of the runtime itself does not load the client.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OutlookMailException Map(Exception exception, object? target) => Client.ErrorMapper.Map(exception, target);
}
