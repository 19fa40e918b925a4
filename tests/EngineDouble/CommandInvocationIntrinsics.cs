using System.Collections.Generic;
using System.Collections.ObjectModel;

namespace System.Management.Automation;

/// <summary>Runs no script: it remembers which ones a cmdlet wanted run.</summary>
public class CommandInvocationIntrinsics
{
    internal CommandInvocationIntrinsics()
    {
    }

    internal List<string> Scripts { get; } = [];

    public Collection<PSObject> InvokeScript(string script)
    {
        Scripts.Add(script);
        return [];
    }
}
