using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OutlookMail.PowerShell.Completion;

/// <summary>The three names that Entra keeps for groups of tenants, each with who may sign in by it.</summary>
public sealed class TenantCompleter : IArgumentCompleter
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["common"] = "Work, school and personal accounts",
        ["consumers"] = "Personal Microsoft accounts only",
        ["organizations"] = "Work and school accounts only",
    };

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Names.Where(n => n.Key.StartsWith(wordToComplete ?? "", StringComparison.OrdinalIgnoreCase))
            .Select(n => new CompletionResult(n.Key, n.Key, CompletionResultType.ParameterValue, n.Value));
}
