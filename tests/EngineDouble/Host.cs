using System.Collections.Generic;

namespace System.Management.Automation.Host;

public abstract class PSHostUserInterface
{
    public abstract void WriteLine(string value);
}

public abstract class PSHost
{
    public abstract string Name { get; }

    public abstract PSHostUserInterface UI { get; }
}

internal sealed class RecordingHost : PSHost
{
    private readonly RecordingUserInterface ui = new();

    public override string Name => HostName;

    public override PSHostUserInterface UI => ui;

    internal string HostName { get; set; } = "ConsoleHost";

    internal List<string> Lines => ui.Lines;

    private sealed class RecordingUserInterface : PSHostUserInterface
    {
        internal List<string> Lines { get; } = [];

        public override void WriteLine(string value) => Lines.Add(value);
    }
}
