using System;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Client;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.SignIn;

/// <summary>The browser flows at a sandbox that answers its own pages: no browser is needed, and none is opened.</summary>
public class SandboxBrowserTests
{
    [Fact]
    public async Task An_approving_sandbox_signs_in_without_a_browser()
    {
        await using var world = await StartAsync();

        var session = await world.SignInAsync(request => request.Interactive = true);

        Assert.Equal(("Browser", "ada@contoso.test"), (session.SignIn, session.Account));
    }

    [Fact]
    public async Task A_denying_sandbox_declines()
    {
        await using var world = await StartAsync(new SandboxOptions { Approval = SandboxApproval.Deny });

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync(request => request.Interactive = true));

        Assert.Equal(ErrorIds.SignInDeclined, error.ErrorId);
    }

    [Fact]
    public async Task A_blocked_device_code_goes_on_there_too()
    {
        await using var world = await StartAsync();
        world.Sandbox.ConditionalAccess.BlockDeviceCode = true;

        var session = await world.SignInAsync(request => request.CanOpenBrowser = true);

        Assert.Equal("Browser", session.SignIn);
    }

    [Fact]
    public async Task An_app_that_the_page_does_not_know_is_an_error_and_no_endless_wait()
    {
        await using var world = await StartAsync();

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync(request =>
        {
            request.Interactive = true;
            request.ClientId = Guid.NewGuid().ToString();
        }));

        Assert.Equal(ErrorIds.SignInFailed, error.ErrorId);
    }
}
