using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Completion;

/// <summary>The names of the kept profiles, each with how it signs in. Reads one small file; asks no server.</summary>
public sealed class ProfileCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = (wordToComplete ?? "").Trim('\'', '"');
        try
        {
            return OutlookClient.Shared.GetProfilesAsync(RunspaceState.Current.RunningSandbox, storeFolder: null, CancellationToken.None).GetAwaiter().GetResult()
                .Where(p => p.Profile.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .Select(Result)
                .ToArray();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A completion that failed is no completion: the command itself will say what is wrong with the store.
            return Array.Empty<CompletionResult>();
        }
    }

    private static CompletionResult Result(OutlookProfile profile)
    {
        string text = profile.Profile.IndexOfAny(new[] { ' ', '\'', '"', '$', '`', ';', '(', ')', '{', '}', '|', '&', ',' }) < 0
            ? profile.Profile
            : "'" + profile.Profile.Replace("'", "''") + "'";
        return new CompletionResult(text, profile.Profile, CompletionResultType.ParameterValue, $"{profile.SignIn} {profile.Mailbox ?? profile.Account}".Trim());
    }
}
