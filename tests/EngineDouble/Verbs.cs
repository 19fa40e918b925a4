namespace System.Management.Automation;

public static class VerbsCommon
{
    public const string Copy = "Copy";
    public const string Get = "Get";
    public const string Move = "Move";
    public const string New = "New";
    public const string Remove = "Remove";
    public const string Rename = "Rename";
    public const string Search = "Search";
    public const string Set = "Set";
    public const string Watch = "Watch";
}

public static class VerbsCommunications
{
    public const string Connect = "Connect";
    public const string Disconnect = "Disconnect";
    public const string Send = "Send";
}

public static class VerbsData
{
    public const string Export = "Export";
    public const string Import = "Import";
    public const string Save = "Save";
    public const string Sync = "Sync";
    public const string Update = "Update";
}

public static class VerbsDiagnostic
{
    public const string Measure = "Measure";
    public const string Resolve = "Resolve";
    public const string Test = "Test";
}

public static class VerbsLifecycle
{
    public const string Register = "Register";
    public const string Start = "Start";
    public const string Stop = "Stop";
    public const string Unregister = "Unregister";
    public const string Wait = "Wait";
}
