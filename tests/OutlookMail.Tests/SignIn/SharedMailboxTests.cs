using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Client;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.SignIn;

/// <summary>Who is the SASL user of which protocol when the mailbox is somebody else's.</summary>
public class SharedMailboxTests
{
    private const string Ada = "ada@contoso.test";
    private const string Support = "support@contoso.test";

    private static readonly MailDraft Draft = new() { To = ["bob@contoso.test"], Subject = "x", Text = "x" };

    [Fact]
    public async Task IMAP_signs_in_the_mailbox_and_SMTP_the_tokens_user_with_the_mailbox_as_sender()
    {
        await using var world = await WithSupportAsync(new SandboxOptions());

        var session = await world.SignInAsync(request => request.Mailbox = Support);
        var sent = await world.Client.SendMailAsync(session, Draft, Ct);

        Assert.Equal(Support, sent.From);
        Assert.Equal((Ada, Support), (session.Account, session.Mailbox));
        Assert.Contains(world.Sandbox.Requests, r => r.Service == "SMTP" && r.User == Ada);
    }

    [Fact]
    public async Task Where_SMTP_wants_the_mailbox_as_its_user_that_is_tried_once_and_remembered()
    {
        await using var world = await WithSupportAsync(new SandboxOptions { SmtpTakesSharedUser = true });
        var session = await world.SignInAsync(request => request.Mailbox = Support);

        // The token's own user is refused, and with a fresh token too.
        world.Sandbox.Faults.Next(OutlookSandboxFault.TokenExpiry, 2);
        var sent = await world.Client.SendMailAsync(session, Draft, Ct);

        Assert.Equal(OutlookSendState.Sent, sent.State);
        Assert.Contains(world.Sandbox.Requests, r => r.Service == "SMTP" && r.User == Support);
    }

    [Fact]
    public async Task Where_neither_form_is_taken_the_first_refusal_is_what_is_said()
    {
        await using var world = await WithSupportAsync(new SandboxOptions());
        var session = await world.SignInAsync(request => request.Mailbox = Support);

        world.Sandbox.Faults.Next(OutlookSandboxFault.TokenExpiry, 8);
        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.SendMailAsync(session, Draft, Ct));

        Assert.Equal((ErrorIds.AuthenticationRejected, Ada), (error.ErrorId, error.Target));
    }

    [Fact]
    public async Task A_user_that_was_named_is_the_only_one_tried()
    {
        await using var world = await WithSupportAsync(new SandboxOptions());
        var session = await world.SignInAsync(request => (request.Mailbox, request.SmtpUser) = (Support, Support));

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.SendMailAsync(session, Draft, Ct));

        Assert.Equal((ErrorIds.AuthenticationRejected, Support), (error.ErrorId, error.Target));
    }

    [Fact]
    public async Task Without_SendAs_the_refusal_names_the_right_that_is_missing()
    {
        await using var world = await StartAsync();
        world.Sandbox.AddSharedMailbox(Support).GrantFullAccess(Ada);
        var session = await world.SignInAsync(request => request.Mailbox = Support);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.SendMailAsync(session, Draft, Ct));

        Assert.Equal(ErrorIds.SenderRejected, error.ErrorId);
        Assert.Contains("Add-RecipientPermission", error.Fix);
    }

    private static async Task<SandboxSession> WithSupportAsync(SandboxOptions options)
    {
        var world = await StartAsync(options);
        var support = world.Sandbox.AddSharedMailbox(Support);
        support.GrantFullAccess(Ada);
        support.GrantSendAs(Ada);
        return world;
    }
}
