using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OutlookMail.PowerShell.Completion;

/// <summary>The permissions that mail access needs. Kept beside the client's list (a test compares them): completing must not load it.</summary>
public sealed class PermissionCompleter : IArgumentCompleter
{
    internal static readonly IReadOnlyList<string> Permissions = new[] { "email", "offline_access", "IMAP.AccessAsUser.All", "SMTP.Send", "User.Read" };

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Permissions.Where(p => p.StartsWith(wordToComplete ?? "", StringComparison.OrdinalIgnoreCase))
            .Select(p => new CompletionResult(p, p, CompletionResultType.ParameterValue, p));
}
