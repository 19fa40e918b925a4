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

/// <summary>The folders of the session's mailbox, as they are now. Without a session, or with a slow server, nothing.</summary>
public sealed class FolderCompleter : IArgumentCompleter
{
    // Somebody waits with a finger on the Tab key.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        OutlookSession? session = fakeBoundParameters["Session"] as OutlookSession ?? RunspaceState.Current.Session;
        if (session is not { IsOpen: true })
        {
            return Array.Empty<CompletionResult>();
        }

        string word = (wordToComplete ?? "").Trim('\'', '"');
        var pattern = new WildcardPattern(word + "*", WildcardOptions.IgnoreCase);
        return Folders(session)
            .Where(f => f.IsSelectable && (pattern.IsMatch(f.FullName) || pattern.IsMatch(f.Name)))
            .Select(f => new CompletionResult(Quote(f.FullName), f.FullName, CompletionResultType.ParameterValue, Describe(f)))
            .ToArray();
    }

    private static IReadOnlyList<OutlookFolder> Folders(OutlookSession session)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return System.Threading.Tasks.Task.Run(
                () => OutlookClient.Shared.GetFoldersAsync(session, new FolderQuery { WithCounts = false }, patience.Token)).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is OutlookMailException or OperationCanceledException)
        {
            return Array.Empty<OutlookFolder>();
        }
    }

    private static string Describe(OutlookFolder folder) =>
        folder.WellKnownName == OutlookWellKnownFolder.None ? folder.FullName : $"{folder.FullName} ({folder.WellKnownName})";

    // What PowerShell would not take as one word, or take for a wildcard, goes into quotes.
    private static string Quote(string name)
    {
        string literal = name.Replace("`", "``").Replace("[", "`[").Replace("]", "`]").Replace("*", "`*").Replace("?", "`?");
        return literal.Length > 0 && char.IsLetter(literal[0]) && literal.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '-' or '_')
            ? literal
            : "'" + literal.Replace("'", "''") + "'";
    }
}
