namespace System.Management.Automation;

public static class VerbsCommon
{
    public const string Get = "Get";
    public const string Remove = "Remove";
    public const string Set = "Set";
}

public static class VerbsCommunications
{
    public const string Connect = "Connect";
    public const string Disconnect = "Disconnect";
    public const string Send = "Send";
}

public static class VerbsData
{
    public const string Save = "Save";
}

public static class VerbsDiagnostic
{
    public const string Measure = "Measure";
    public const string Test = "Test";
}

public static class VerbsLifecycle
{
    public const string Start = "Start";
    public const string Stop = "Stop";
}
