using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Commands;
using OutlookMail.PowerShell.Runtime;
using OutlookMail.PowerShell.Tests.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Commands;

public class AccountCommandsTests
{
    [Fact]
    public Task Without_parameters_Connect_signs_in_to_the_runspaces_sandbox() => SandboxRunspace.InAsync(sandbox =>
    {
        EngineRun run = CmdletRun.Of<ConnectOutlookMailboxCommand>();

        OutlookSession session = Assert.Single(SandboxRunspace.Output<OutlookSession>(run));
        Assert.Equal(sandbox.Users[0], session.Mailbox);
        Assert.True(session.IsSandbox);
        Assert.Same(session, RunspaceState.Current.Session);
    });

    [Fact]
    public Task The_code_goes_to_the_Information_stream_an_event_and_the_script_block_and_not_to_the_output() => SandboxRunspace.InAsync(_ =>
    {
        OutlookDeviceCode? given = null;
        var block = new ScriptBlock(args =>
        {
            given = (OutlookDeviceCode)args[0];
            return ["dropped"];
        });
        EngineRun run = CmdletRun.Of<ConnectOutlookMailboxCommand>(("OnDeviceCode", block));

        Assert.IsType<OutlookSession>(Assert.Single(run.Output));
        InformationRecord shown = Assert.Single(run.Information);
        Assert.Contains(ConnectEvents.DeviceCodeEvent, shown.Tags);
        Assert.Contains(given!.UserCode, shown.ToString());
        Assert.Same(given, Assert.Single(run.Events.Generated).SourceArgs[0]);
        Assert.Equal(ConnectEvents.DeviceCodeEvent, run.Events.Generated[0].SourceIdentifier);
    });

    [Fact]
    public Task A_sandbox_that_denies_ends_the_command() => SandboxRunspace.InAsync(
        _ =>
        {
            EngineRun run = CmdletRun.Of<ConnectOutlookMailboxCommand>();

            Assert.Equal("SignInDeclined,OutlookMail.PowerShell.Commands.ConnectOutlookMailboxCommand", run.Terminating?.FullyQualifiedErrorId);
            Assert.Equal(ErrorCategory.AuthenticationError, run.Terminating?.CategoryInfo.Category);
            Assert.NotEmpty(run.Terminating?.ErrorDetails?.RecommendedAction ?? "");
            Assert.Null(RunspaceState.Current.Session);
        },
        ("Approval", "Deny"));

    [Fact]
    public Task A_code_that_nobody_types_ends_with_a_stop_and_leaves_no_session() => SandboxRunspace.InAsync(
        _ =>
        {
            var cmdlet = new ConnectOutlookMailboxCommand();
            EngineRun run = CmdletRun.Prepare(cmdlet);
            var stopping = new ScriptBlock(_ =>
            {
                run.Stop();
                return [];
            });
            run.Invoke(CmdletRun.Named(("OnDeviceCode", stopping)));

            Assert.Empty(run.Output);
            Assert.Empty(run.Errors);
            Assert.Null(RunspaceState.Current.Session);
        },
        ("Approval", "Page"));

    [Fact]
    public Task A_silent_sign_in_never_shows_a_code() => SandboxRunspace.InAsync(_ =>
    {
        EngineRun run = CmdletRun.Of<ConnectOutlookMailboxCommand>(("Silent", true));

        Assert.Equal("SignInRequired,OutlookMail.PowerShell.Commands.ConnectOutlookMailboxCommand", run.Terminating?.FullyQualifiedErrorId);
        Assert.Empty(run.Information);
    });

    [Fact]
    public Task The_second_sign_in_is_silent() => SandboxRunspace.InAsync(_ =>
    {
        SandboxRunspace.Connect();
        EngineRun run = CmdletRun.Of<ConnectOutlookMailboxCommand>(("Silent", true));

        Assert.Single(SandboxRunspace.Output<OutlookSession>(run));
        Assert.Empty(run.Information);
    });

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_an_error_of_its_own()
    {
        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "no certificate", TestContext.Current.CancellationToken);
            await CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
            {
                EngineRun run = CmdletRun.Of<ConnectOutlookMailboxCommand>(("CertificateAuthority", path), ("ClientId", "app"));

                Assert.Equal("CertificateNotReadable,OutlookMail.PowerShell.Commands.ConnectOutlookMailboxCommand", run.Terminating?.FullyQualifiedErrorId);
                Assert.Equal(path, run.Terminating?.TargetObject);
            });
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void AccessToken_and_Silent_exclude_each_other()
    {
        EngineRun run = CmdletRun.Of<ConnectOutlookMailboxCommand>(("AccessToken", new SecureString()), ("Silent", true));

        Assert.IsType<ParameterBindingException>(run.Thrown);
    }

    [Theory]
    [InlineData("ImapPort", 0)]
    [InlineData("SmtpPort", 65536)]
    public void A_port_outside_its_range_is_refused_at_binding(string parameter, int port) =>
        Assert.IsType<ValidationMetadataException>(CmdletRun.Of<ConnectOutlookMailboxCommand>((parameter, port)).Thrown);

    [Fact]
    public Task Disconnect_closes_the_session_and_takes_it_from_the_runspace() => SandboxRunspace.ConnectedAsync(session =>
    {
        SandboxRunspace.Output<object>(CmdletRun.Of<DisconnectOutlookMailboxCommand>());

        Assert.False(session.IsOpen);
        Assert.Null(RunspaceState.Current.Session);
        Assert.DoesNotContain(session, SandboxRunspace.Output<OutlookSession>(CmdletRun.Of<GetOutlookSessionCommand>()));
    });

    [Fact]
    public Task Disconnect_WhatIf_leaves_the_session_open() => SandboxRunspace.ConnectedAsync(session =>
    {
        EngineRun run = CmdletRun.Of<DisconnectOutlookMailboxCommand>(("WhatIf", true));

        Assert.Single(run.Asked);
        Assert.True(session.IsOpen);
    });

    [Fact]
    public Task Disconnect_without_a_session_says_NotSignedIn() => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () => Assert.Equal(
        "NotSignedIn,OutlookMail.PowerShell.Commands.DisconnectOutlookMailboxCommand",
        CmdletRun.Of<DisconnectOutlookMailboxCommand>().Terminating?.FullyQualifiedErrorId));

    [Fact]
    public Task Sessions_can_be_switched() => SandboxRunspace.InAsync(_ =>
    {
        OutlookSession first = SandboxRunspace.Connect();
        OutlookSession second = SandboxRunspace.Connect();
        Assert.Same(second, Assert.Single(SandboxRunspace.Output<OutlookSession>(CmdletRun.Of<GetOutlookSessionCommand>(("Current", true)))));

        Assert.Empty(SandboxRunspace.Output<OutlookSession>(CmdletRun.WithInput<SetOutlookSessionCommand>([first])));

        Assert.Same(first, RunspaceState.Current.Session);
        OutlookSession[] all = SandboxRunspace.Output<OutlookSession>(CmdletRun.Of<GetOutlookSessionCommand>());
        Assert.Contains(first, all);
        Assert.Contains(second, all);
    });

    [Fact]
    public Task Set_WhatIf_does_not_switch() => SandboxRunspace.InAsync(_ =>
    {
        OutlookSession first = SandboxRunspace.Connect();
        OutlookSession second = SandboxRunspace.Connect();
        CmdletRun.Of<SetOutlookSessionCommand>(("Session", first), ("WhatIf", true));

        Assert.Same(second, RunspaceState.Current.Session);
    });

    [Fact]
    public Task A_closed_session_cannot_be_chosen() => CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
    {
        var closed = new OutlookSession(Guid.NewGuid(), "a@b.test", "a@b.test") { IsOpen = false };
        EngineRun run = CmdletRun.Of<SetOutlookSessionCommand>(("Session", closed));

        Assert.Equal("SessionClosed,OutlookMail.PowerShell.Commands.SetOutlookSessionCommand", run.Terminating?.FullyQualifiedErrorId);
    });

    [Fact]
    public async Task Another_runspace_is_told_to_hand_the_session_in() => await SandboxRunspace.ConnectedAsync(_ =>
        CmdletRun.InRunspaceAsync(new DoubleRunspace(), () =>
        {
            EngineRun run = CmdletRun.Of<GetOutlookMailCommand>();

            Assert.Equal("NotSignedIn,OutlookMail.PowerShell.Commands.GetOutlookMailCommand", run.Terminating?.FullyQualifiedErrorId);
            Assert.Contains("-Session $using:session", run.Terminating?.ErrorDetails?.RecommendedAction);
        }).GetAwaiter().GetResult());

    [Fact]
    public Task A_token_is_a_SecureString_until_plain_text_is_asked_for_by_name() => SandboxRunspace.InAsync(_ =>
    {
        CmdletRun.Of<ConnectOutlookMailboxCommand>();

        OutlookAccessToken token = Assert.Single(SandboxRunspace.Output<OutlookAccessToken>(CmdletRun.Of<GetOutlookAccessTokenCommand>()));
        string plain = Assert.IsType<string>(Assert.Single(CmdletRun.Of<GetOutlookAccessTokenCommand>(("AsPlainText", true)).Output));

        Assert.Equal("ada@contoso.test", token.User);
        Assert.Equal(plain, new System.Net.NetworkCredential("", token.Token).Password);
        Assert.DoesNotContain(plain, token.ToString());
    });

    [Fact]
    public Task The_XOAUTH2_text_names_the_user_that_is_asked_for() => SandboxRunspace.InAsync(_ =>
    {
        CmdletRun.Of<ConnectOutlookMailboxCommand>();

        string text = Assert.IsType<string>(Assert.Single(CmdletRun.Of<GetOutlookAccessTokenCommand>(("AsXOAuth2", true), ("User", "support@contoso.test")).Output));

        Assert.StartsWith("user=support@contoso.test\u0001auth=Bearer ey", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(text)));
    });

    [Fact]
    public void A_sign_in_that_is_not_kept_cannot_be_removed()
    {
        EngineRun run = CmdletRun.Of<RemoveOutlookAccountCommand>(("Account", "nobody-" + Guid.NewGuid() + "@contoso.test"));

        Assert.Equal("AccountNotFound,OutlookMail.PowerShell.Commands.RemoveOutlookAccountCommand", Assert.Single(run.Errors).FullyQualifiedErrorId);
    }
}
