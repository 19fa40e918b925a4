using System.Collections.Generic;

namespace System.Management.Automation;

public enum ProgressRecordType
{
    Processing,
    Completed,
}

public class ProgressRecord
{
    public ProgressRecord(int activityId, string activity, string statusDescription)
    {
        ArgumentException.ThrowIfNullOrEmpty(activity);
        ArgumentException.ThrowIfNullOrEmpty(statusDescription);
        ActivityId = activityId;
        Activity = activity;
        StatusDescription = statusDescription;
    }

    public int ActivityId { get; }

    public string Activity { get; set; }

    public string StatusDescription { get; set; }

    public int PercentComplete { get; set; } = -1;

    public int SecondsRemaining { get; set; } = -1;

    public ProgressRecordType RecordType { get; set; }
}

public class InformationRecord
{
    public InformationRecord(object messageData, string source)
    {
        MessageData = messageData;
        Source = source;
    }

    public object MessageData { get; }

    public string Source { get; set; }

    public List<string> Tags { get; } = [];

    public override string ToString() => MessageData?.ToString() ?? "";
}

public class HostInformationMessage
{
    public string Message { get; set; } = "";

    public bool? NoNewLine { get; set; }

    public override string ToString() => Message;
}

public sealed class PagingParameters
{
    internal PagingParameters()
    {
    }

    public SwitchParameter IncludeTotalCount { get; set; }

    public ulong Skip { get; set; }

    public ulong First { get; set; } = ulong.MaxValue;

    public PSObject NewTotalCount(ulong totalCount, double accuracy) => new(totalCount);
}

public class PSObject
{
    public PSObject(object obj) => BaseObject = obj;

    public object BaseObject { get; }
}
