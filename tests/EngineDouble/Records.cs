using System.Collections.Generic;
using System.Linq;

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

    public PSMemberInfoCollection<PSPropertyInfo> Properties => new PropertiesOf(BaseObject);

    private sealed class PropertiesOf(object of) : PSMemberInfoCollection<PSPropertyInfo>
    {
        public override IEnumerator<PSPropertyInfo> GetEnumerator() =>
            of.GetType().GetProperties().Select(one => (PSPropertyInfo)new ReflectedProperty(of, one)).GetEnumerator();
    }

    private sealed class ReflectedProperty : PSPropertyInfo
    {
        private readonly object of;
        private readonly System.Reflection.PropertyInfo property;

        internal ReflectedProperty(object of, System.Reflection.PropertyInfo property)
        {
            this.of = of;
            this.property = property;
            SetMemberName(property.Name);
        }

        public override bool IsGettable => property.CanRead;

        public override object Value
        {
            get => property.GetValue(of)!;
            set => throw new NotSupportedException();
        }
    }
}

public class PSCustomObject
{
    internal PSCustomObject()
    {
    }
}

public abstract class PSMemberInfo
{
    public string Name { get; private set; } = "";

    public abstract object Value { get; set; }

    protected void SetMemberName(string name) => Name = name;
}

public abstract class PSPropertyInfo : PSMemberInfo
{
    public abstract bool IsGettable { get; }
}

public abstract class PSMemberInfoCollection<T> : IEnumerable<T>
    where T : PSMemberInfo
{
    public abstract IEnumerator<T> GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}

public class GetValueException : RuntimeException
{
    public GetValueException(string message)
        : base(message)
    {
    }
}
