using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Commands;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Tests.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Commands;

public sealed class FolderCommandsTests
{
    [Fact]
    public Task Folders_are_made_listed_renamed_and_removed() => SandboxRunspace.ConnectedAsync(_ =>
    {
        OutlookFolder made = Assert.Single(Output(CmdletRun.Of<NewOutlookFolderCommand>(("Name", "2026"), ("Parent", "archive"))));
        Assert.Equal("Archive/2026", made.FullName);
        Assert.Equal("Archive/2027", Assert.Single(Output(CmdletRun.WithInput<RenameOutlookFolderCommand>([made], ("NewName", "2027"), ("PassThru", true)))).FullName);

        Assert.Equal(["Archive", "Archive/2027"], Output(CmdletRun.Of<GetOutlookFolderCommand>(("Name", "Archive"), ("Recurse", true))).Select(f => f.FullName));
        OutlookFolder tree = Assert.Single(Output(CmdletRun.Of<GetOutlookFolderCommand>(("Name", "Archive"), ("Recurse", true), ("Tree", true))));
        Assert.Equal("Archive/2027", Assert.Single(tree.Children).FullName);

        EngineRun removed = CmdletRun.Of<RemoveOutlookFolderCommand>(("Folder", "Archive/2027"));
        Assert.Equal("Delete for good on Archive/2027 (0 messages)", Assert.Single(removed.Asked));
        Assert.Equal("FolderNotFound,OutlookMail.PowerShell.Commands.GetOutlookFolderCommand", Error(CmdletRun.Of<GetOutlookFolderCommand>(("Name", "Archive/2027"))));
    });

    [Fact]
    public Task A_folder_with_others_below_it_goes_with_Recurse_only_and_deepest_first() => SandboxRunspace.ConnectedAsync(_ =>
    {
        Output(CmdletRun.Of<NewOutlookFolderCommand>(("Name", new[] { "Top/Middle/Low" })));

        Assert.Equal("FolderHasChildren,OutlookMail.PowerShell.Commands.RemoveOutlookFolderCommand", Error(CmdletRun.Of<RemoveOutlookFolderCommand>(("Folder", "Top"), ("Force", true))));
        EngineRun whatIf = CmdletRun.Of<RemoveOutlookFolderCommand>(("Folder", "Top"), ("Recurse", true), ("Force", true), ("WhatIf", true));
        Assert.Equal("Delete for good on Top and 2 below it (0 messages)", Assert.Single(whatIf.Asked));
        Assert.Equal(3, Output(CmdletRun.Of<GetOutlookFolderCommand>(("Name", "Top"), ("Recurse", true))).Length);

        EngineRun removed = CmdletRun.Of<RemoveOutlookFolderCommand>(("Folder", "Top"), ("Recurse", true), ("Force", true));
        Assert.Empty(removed.Asked);
        Assert.Empty(removed.Errors);
        Assert.DoesNotContain(Output(CmdletRun.Of<GetOutlookFolderCommand>()), f => f.FullName.StartsWith("Top", System.StringComparison.Ordinal));
    });

    [Fact]
    public Task A_no_to_the_question_keeps_the_folder_and_WhatIf_makes_none() => SandboxRunspace.ConnectedAsync(_ =>
    {
        Output(CmdletRun.Of<NewOutlookFolderCommand>(("Name", "Kept")));
        EngineRun run = CmdletRun.Prepare(new RemoveOutlookFolderCommand());
        run.Answer = false;
        run.Invoke(CmdletRun.Named(("Folder", "Kept")));
        CmdletRun.Of<NewOutlookFolderCommand>(("Name", "Never"), ("WhatIf", true));

        Assert.Contains(Output(CmdletRun.Of<GetOutlookFolderCommand>()), f => f.FullName == "Kept");
        Assert.DoesNotContain(Output(CmdletRun.Of<GetOutlookFolderCommand>()), f => f.FullName == "Never");
    });

    [Fact]
    public Task Where_nobody_can_be_asked_it_says_so_instead_of_asking() => SandboxRunspace.ConnectedAsync(_ =>
    {
        Output(CmdletRun.Of<NewOutlookFolderCommand>(("Name", "Kept")));
        EngineRun run = CmdletRun.Prepare(new RemoveOutlookFolderCommand());
        run.Variables["ConfirmPreference"] = "High";
        System.Environment.SetEnvironmentVariable("AZUREPS_HOST_ENVIRONMENT", "AzureAutomation/");
        try
        {
            run.Invoke(CmdletRun.Named(("Folder", "Kept")));
        }
        finally
        {
            System.Environment.SetEnvironmentVariable("AZUREPS_HOST_ENVIRONMENT", null);
        }

        Assert.Empty(run.Asked);
        Assert.Equal("ConfirmationImpossible,OutlookMail.PowerShell.Commands.RemoveOutlookFolderCommand", run.Terminating?.FullyQualifiedErrorId);
    });

    [Fact]
    public Task A_folder_that_is_there_already_needs_Force_and_the_next_one_is_made() => SandboxRunspace.ConnectedAsync(_ =>
    {
        EngineRun run = CmdletRun.WithInput<NewOutlookFolderCommand>(["Archive", "New"]);
        Assert.Equal("FolderExists,OutlookMail.PowerShell.Commands.NewOutlookFolderCommand", Assert.Single(run.Errors).FullyQualifiedErrorId);
        Assert.Equal("New", Assert.Single(run.Output.Cast<OutlookFolder>()).FullName);

        Assert.Equal("Archive", Assert.Single(Output(CmdletRun.Of<NewOutlookFolderCommand>(("Name", "Archive"), ("Force", true)))).FullName);
    });

    [Fact]
    public Task Folders_are_completed_from_the_mailbox() => SandboxRunspace.ConnectedAsync(session =>
    {
        Output(CmdletRun.Of<NewOutlookFolderCommand>(("Name", "It's [x]")));
        string[] Complete(string word, OutlookSession? bound = null) => new FolderCompleter()
            .CompleteArgument("Get-OutlookMail", "Folder", word, null!, bound is null ? new System.Collections.Hashtable() : new System.Collections.Hashtable { ["Session"] = bound })
            .Select(c => c.CompletionText)
            .ToArray();

        Assert.Equal(["Drafts"], Complete("dr"));
        Assert.Equal(["'Sent Items'"], Complete("'sent", session));
        Assert.Equal(["'It''s `[x`]'"], Complete("it"));
    });

    [Fact]
    public Task Without_a_session_nothing_is_completed() => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
        Assert.Empty(new FolderCompleter().CompleteArgument("Get-OutlookMail", "Folder", "", null!, new System.Collections.Hashtable())));

    private static OutlookFolder[] Output(EngineRun run) => SandboxRunspace.Output<OutlookFolder>(run);

    private static string Error(EngineRun run) => Assert.Single(run.Errors).FullyQualifiedErrorId;
}
