using System;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Identity;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.Client;

public class SignInTests
{
    [Fact]
    public async Task A_sandbox_signs_in_its_first_user_and_says_that_it_is_one()
    {
        await using var world = await StartAsync();

        var session = await world.SignInAsync();

        Assert.Equal("ada@contoso.test", session.Account);
        Assert.Equal("ada@contoso.test", session.Mailbox);
        Assert.True(session.IsSandbox);
        Assert.True(session.IsOpen);
        Assert.Contains("IMAP.AccessAsUser.All", session.Scopes);
        Assert.Contains("SANDBOX", session.ToString());
        Assert.Same(session, Assert.Single(world.Client.Sessions));
    }

    [Fact]
    public async Task The_second_sign_in_asks_for_no_code()
    {
        await using var world = await StartAsync(new SandboxOptions { Approval = SandboxApproval.Page });
        var events = new RecordedEvents(code =>
        {
            world.Sandbox.Approve(code.UserCode, "bob@contoso.test");
            return Task.CompletedTask;
        });
        var request = new ConnectRequest { Sandbox = world.Sandbox.Info };

        await world.Client.ConnectAsync(request, events, Ct);
        var second = await world.Client.ConnectAsync(request, events, Ct);

        Assert.Equal("bob@contoso.test", second.Account);
        Assert.Single(events.Codes);
    }

    [Fact]
    public async Task A_forgotten_account_signs_in_anew()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();

        await world.Client.DisconnectAsync(session, forget: true, Ct);
        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync(request => request.Silent = true));

        Assert.False(session.IsOpen);
        Assert.Equal(ErrorIds.SignInRequired, error.ErrorId);
    }

    [Fact]
    public async Task A_closed_session_says_so()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        await world.Client.DisconnectAsync(session, forget: false, Ct);

        var error = Assert.Throws<OutlookMailException>(() => world.Client.GetMailAsync(session, new MailQuery(), Ct));

        Assert.Equal(ErrorIds.SessionClosed, error.ErrorId);
        Assert.Same(session, error.Target);
    }

    [Fact]
    public async Task Where_nobody_can_type_a_code_none_is_asked_for()
    {
        await using var world = await StartAsync(new SandboxOptions { Approval = SandboxApproval.Page });
        var request = new ConnectRequest { Sandbox = world.Sandbox.Info, CanInteract = false };

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.ConnectAsync(request, NoCode, Ct));

        Assert.Equal(ErrorIds.NobodyToSignIn, error.ErrorId);
    }

    [Fact]
    public async Task A_declined_code_is_SignInDeclined()
    {
        await using var world = await StartAsync(new SandboxOptions { Approval = SandboxApproval.Deny });

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync());

        Assert.Equal(ErrorIds.SignInDeclined, error.ErrorId);
    }

    [Fact]
    public async Task Without_an_app_the_error_names_the_ways_to_one()
    {
        if (LibraryFlavour.IsNetStandard)
        {
            Assert.Skip("This flavour looks for a kept app with DPAPI, which is on Windows only.");
        }

        var client = new OutlookClient(TimeProvider.System, _ => null);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => client.ConnectAsync(new ConnectRequest(), NoCode, Ct));

        Assert.Equal(ErrorIds.NoApp, error.ErrorId);
        Assert.Contains("-ClientId", error.Fix);
        Assert.Contains("Start-OutlookSandbox", error.Fix);
    }

    [Fact]
    public async Task A_Graph_token_is_named_as_one()
    {
        await using var world = await StartAsync();
        var token = world.Sandbox.IssueToken("ada@contoso.test", "https://graph.microsoft.com", ["User.Read"]);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.WithTokenAsync(token, "ada@contoso.test"));

        Assert.Equal(ErrorIds.WrongAudience, error.ErrorId);
        Assert.Contains("graph.microsoft.com", error.Message);
    }

    [Fact]
    public async Task An_expired_token_that_was_handed_in_is_AccessTokenExpired()
    {
        await using var world = await StartAsync();
        var token = world.Sandbox.IssueToken("ada@contoso.test", lifetime: TimeSpan.FromMinutes(-1));

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.WithTokenAsync(token, "ada@contoso.test"));

        Assert.Equal(ErrorIds.AccessTokenExpired, error.ErrorId);
    }

    [Fact]
    public async Task Somebody_elses_mailbox_is_AuthenticatedNotConnected()
    {
        await using var world = await StartAsync();

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync(request => request.Mailbox = "bob@contoso.test"));

        Assert.Equal(ErrorIds.AuthenticatedNotConnected, error.ErrorId);
    }

    [Fact]
    public async Task A_token_refused_in_mid_session_is_renewed_without_anybody_noticing()
    {
        await using var world = await StartAsync();
        world.Sandbox.Faults.Next(OutlookSandboxFault.TokenExpiry);

        var session = await world.SignInAsync();

        Assert.True(session.IsOpen);
    }

    [Fact]
    public async Task No_error_and_no_session_ever_shows_the_token()
    {
        await using var world = await StartAsync();
        var token = world.Sandbox.IssueToken("ada@contoso.test", "https://graph.microsoft.com", ["User.Read"]);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.WithTokenAsync(token, "ada@contoso.test"));

        Assert.DoesNotContain(token, error.ToString());
        Assert.DoesNotContain(token.Split('.')[2], error.ToString());
    }
}
