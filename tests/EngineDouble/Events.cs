using System.Collections.Generic;

namespace System.Management.Automation;

public class PSEventArgs : EventArgs
{
    internal PSEventArgs(string sourceIdentifier, object? sender, object[] args)
    {
        SourceIdentifier = sourceIdentifier;
        Sender = sender;
        SourceArgs = args;
    }

    public string SourceIdentifier { get; }

    public object? Sender { get; }

    public object[] SourceArgs { get; }
}

public abstract class PSEventManager
{
    public abstract PSEventArgs GenerateEvent(string sourceIdentifier, object? sender, object[] args, PSObject? extraData);
}

internal sealed class RecordingEvents : PSEventManager
{
    internal List<PSEventArgs> Generated { get; } = [];

    public override PSEventArgs GenerateEvent(string sourceIdentifier, object? sender, object[] args, PSObject? extraData)
    {
        var generated = new PSEventArgs(sourceIdentifier, sender, args);
        Generated.Add(generated);
        return generated;
    }
}
