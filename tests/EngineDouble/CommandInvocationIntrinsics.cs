using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation.Runspaces;

namespace System.Management.Automation;

/// <summary>Runs no script: it remembers which ones a cmdlet wanted run, and answers those with arguments as the test says.</summary>
public class CommandInvocationIntrinsics
{
    internal CommandInvocationIntrinsics()
    {
    }

    internal List<string> Scripts { get; } = [];

    /// <summary>Null: no such command is here.</summary>
    internal Func<string, object[], object[]>? Answer { get; set; }

    /// <summary>Called with each script that nobody asked an answer of; what it throws is the script's error.</summary>
    internal Action<string>? Runs { get; set; }

    public Collection<PSObject> InvokeScript(string script)
    {
        Scripts.Add(script);
        Runs?.Invoke(script);
        return [];
    }

    public Collection<PSObject> InvokeScript(string script, bool useNewScope, PipelineResultTypes writeToPipeline, IList? input, params object[] args)
    {
        object[] answer = Answer?.Invoke(script, args)
            ?? throw new CommandNotFoundException("The term is not recognized as a name of a cmdlet, function, script file, or executable program.");
        return new Collection<PSObject>(answer.Select(o => new PSObject(o)).ToList());
    }

    public Collection<PSObject> InvokeScript(string script, params object[] args) => InvokeScript(script);
}
