using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Tests.Client;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.SignIn;

/// <summary>-Ensure: the open session that fits, or a new one.</summary>
public class EnsureTests
{
    [Fact]
    public async Task The_open_session_comes_back_and_no_other_is_made()
    {
        await using var world = await StartAsync();
        var first = await world.SignInAsync();

        var second = await world.SignInAsync(request => request.Ensure = true);

        Assert.Same(first, second);
        Assert.Single(world.Client.Sessions);
    }

    [Fact]
    public async Task The_preferred_one_of_several_comes_back()
    {
        await using var world = await StartAsync();
        var first = await world.SignInAsync();
        await world.SignInAsync();

        var chosen = await world.SignInAsync(request => (request.Ensure, request.Preferred) = (true, first));

        Assert.Same(first, chosen);
    }

    [Fact]
    public async Task Another_mailbox_another_account_and_a_closed_session_make_a_new_one()
    {
        await using var world = await StartAsync();
        world.Sandbox.AddSharedMailbox("support@contoso.test").GrantFullAccess("ada@contoso.test");
        var first = await world.SignInAsync();

        var shared = await world.SignInAsync(request => (request.Ensure, request.Mailbox) = (true, "support@contoso.test"));
        await world.Client.DisconnectAsync(first, forget: false, Ct);
        await world.Client.DisconnectAsync(shared, forget: false, Ct);
        var anew = await world.SignInAsync(request => request.Ensure = true);

        Assert.Equal("support@contoso.test", shared.Mailbox);
        Assert.NotSame(first, anew);
        Assert.True(anew.IsOpen);
    }
}
