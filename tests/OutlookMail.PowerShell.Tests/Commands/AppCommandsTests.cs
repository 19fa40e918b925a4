using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Commands;
using OutlookMail.PowerShell.Tests.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Commands;

public class AppCommandsTests
{
    [Fact]
    public Task A_registered_app_is_the_one_that_the_next_sign_in_uses() => SandboxRunspace.InAsync(sandbox =>
    {
        OutlookApp app = Register("Mail runbook");

        Assert.Equal(app.ClientId, SandboxRunspace.Connect().ClientId);
        Assert.NotEqual(sandbox.ClientId, app.ClientId);
    });

    [Fact]
    public Task WhatIf_registers_nothing() => SandboxRunspace.InAsync(_ =>
    {
        EngineRun run = CmdletRun.Of<RegisterOutlookAppCommand>(("Name", "Mail runbook"), ("WhatIf", true));

        Assert.Empty(run.Output);
        Assert.DoesNotContain(SandboxRunspace.Output<OutlookApp>(CmdletRun.Of<GetOutlookAppCommand>()), a => a.Name == "Mail runbook");
    });

    [Fact]
    public Task A_secret_is_made_rotated_and_removed() => SandboxRunspace.InAsync(_ =>
    {
        OutlookApp app = Register("NocoBase mail", ("SignIn", new[] { OutlookAppSignIn.Web }), ("RedirectUri", new[] { "https://crm.test/cb" }));
        OutlookAppSecret rotated = Assert.Single(SandboxRunspace.Output<OutlookAppSecret>(CmdletRun.Of<UpdateOutlookAppSecretCommand>(("ClientId", app.ClientId), ("Overlap", 0))));
        Assert.NotNull(rotated.Value);
        OutlookAppSecret added = Assert.Single(SandboxRunspace.Output<OutlookAppSecret>(CmdletRun.Of<NewOutlookAppSecretCommand>(("ClientId", app.ClientId))));

        SandboxRunspace.Output<object>(CmdletRun.Of<RemoveOutlookAppSecretCommand>(("ClientId", app.ClientId), ("KeyId", rotated.KeyId), ("Force", true)));

        OutlookAppSecret left = Assert.Single(SandboxRunspace.Output<OutlookAppSecret>(CmdletRun.Of<GetOutlookAppSecretCommand>(("ClientId", app.ClientId))));
        Assert.Equal((added.KeyId, true), (left.KeyId, left.IsStored));
        Assert.Null(left.Value);
    });

    [Fact]
    public Task An_app_that_is_not_there_is_an_error_of_the_catalogue() => SandboxRunspace.InAsync(_ => Assert.Equal(
        "AppNotFound,OutlookMail.PowerShell.Commands.SetOutlookAppCommand",
        CmdletRun.Of<SetOutlookAppCommand>(("Name", "Nobody's"), ("Permission", new[] { "SMTP.Send" })).Errors.Single().FullyQualifiedErrorId));

    [Fact]
    public Task A_line_is_explained_without_a_network() => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
    {
        OutlookDiagnosis[] found = SandboxRunspace.Output<OutlookDiagnosis>(CmdletRun.Of<ResolveOutlookErrorCommand>(("InputObject", "AADSTS7000222: The provided client secret keys are expired.")));

        Assert.Equal("AADSTS7000222", Assert.Single(found).Code);
    });

    [Theory]
    [InlineData("all is well", "Nothing in this text is known here.")]
    [InlineData(null, "There is no error to explain")]
    public Task What_cannot_be_explained_is_a_warning_and_no_output(string? text, string warning) => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
    {
        EngineRun run = CmdletRun.Of<ResolveOutlookErrorCommand>(("InputObject", text));

        Assert.Empty(run.Output);
        Assert.StartsWith(warning, Assert.Single(run.Warnings), StringComparison.Ordinal);
    });

    [Fact]
    public Task The_guide_judges_what_was_pasted() => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
    {
        OutlookSetupStep[] steps = SandboxRunspace.Output<OutlookSetupStep>(CmdletRun.Of<GetOutlookSetupGuideCommand>(("Tenant", "Contoso Ltd")));

        Assert.Equal("Tenant", Assert.Single(steps, s => s.IsRight == false).Title);
    });

    internal static OutlookApp Register(string name, params (string Name, object? Value)[] more) =>
        Assert.Single(SandboxRunspace.Output<OutlookApp>(CmdletRun.Of<RegisterOutlookAppCommand>([("Name", name), .. more])));
}
