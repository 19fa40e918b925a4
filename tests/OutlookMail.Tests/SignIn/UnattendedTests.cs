using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Tests.Client;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.SignIn;

/// <summary>The session that a mail command makes by itself where the environment names it in full, and where it makes none.</summary>
public sealed class UnattendedTests
{
    private const string Bob = "bob@contoso.test";

    [Fact]
    public async Task Variables_that_name_an_app_its_proof_and_a_mailbox_are_a_session()
    {
        await using var world = await StartAsync();
        using var host = await Host.OfAsync(world);
        var events = NoCode;

        var session = await host.Client.ConnectUnattendedAsync(null, sendOnly: false, events, Ct);

        Assert.Equal(("ClientSecret", Bob), (session.SignIn, session.Mailbox));
        Assert.Contains(events.Told, text => text.Contains("OUTLOOKMAIL_CLIENT_SECRET", StringComparison.Ordinal));
        Assert.Equal(0, await host.Client.GetMailAsync(session, new MailQuery(), Ct).CountAsync(Ct));
    }

    [Fact]
    public async Task The_next_command_and_a_neighbour_that_begins_at_once_get_the_same_session()
    {
        await using var world = await StartAsync();
        using var host = await Host.OfAsync(world);

        var sessions = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.ConnectAsync()));

        Assert.Single(sessions.Distinct());
        Assert.Single(host.Client.Sessions);
    }

    [Fact]
    public async Task The_mailbox_is_that_of_the_mails_From_where_no_variable_names_one()
    {
        await using var world = await StartAsync();
        using var host = await Host.OfAsync(world);
        host.Variables.Remove("OUTLOOKMAIL_MAILBOX");

        Assert.Equal(Bob, (await host.ConnectAsync($"Bob the builder <{Bob}>")).Mailbox);
    }

    [Theory]
    [InlineData("OUTLOOKMAIL_MAILBOX", ErrorIds.MailboxRequired, "OUTLOOKMAIL_MAILBOX", "")]
    [InlineData("OUTLOOKMAIL_TENANT_ID", ErrorIds.NotSignedIn, "about_OutlookMail_SignIn", "OUTLOOKMAIL_CLIENT_SECRET is not used: no tenant is set")]
    [InlineData("OUTLOOKMAIL_CLIENT_ID", ErrorIds.NotSignedIn, "about_OutlookMail_SignIn", "OUTLOOKMAIL_CLIENT_ID is not set")]
    [InlineData("OUTLOOKMAIL_CLIENT_SECRET", ErrorIds.NotSignedIn, "Connect-OutlookMailbox", "OUTLOOKMAIL_CLIENT_ID names an app, and no secret")]
    public async Task A_variable_that_is_missing_is_named_and_nobody_is_asked_for_anything(string missing, string id, string fix, string message)
    {
        await using var world = await StartAsync();
        using var host = await Host.OfAsync(world);
        host.Variables.Remove(missing);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => host.Client.ConnectUnattendedAsync(null, sendOnly: true, NoCode, Ct));

        Assert.Equal(id, error.ErrorId);
        Assert.Contains(fix, error.Fix);
        Assert.Contains(message, error.Message);
        Assert.True(error.EndsCommand);
    }

    [Fact]
    public async Task An_empty_environment_is_NotSignedIn_and_says_what_would_be_enough()
    {
        await using var world = await StartAsync();
        using var host = await Host.OfAsync(world);
        host.Variables.Clear();

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => host.ConnectAsync(Bob));

        Assert.Equal((ErrorIds.NotSignedIn, "There is no Outlook session here."), (error.ErrorId, error.Message));
        Assert.Contains("Connect-OutlookMailbox", error.Fix);
    }

    [Fact]
    public async Task A_session_of_another_mailbox_that_is_open_elsewhere_is_pointed_at_and_not_passed_by()
    {
        await using var world = await StartAsync();
        using var host = await Host.OfAsync(world);
        await host.Client.ConnectAsync(new ConnectRequest { Sandbox = world.Sandbox.Info }, new RecordedEvents(_ => Task.CompletedTask), Ct);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => host.ConnectAsync());

        Assert.Equal(ErrorIds.NotSignedIn, error.ErrorId);
        Assert.Contains("-Session $using:session", error.Fix);
    }

    [Fact]
    public async Task An_app_that_may_only_send_is_proved_by_SMTP()
    {
        await using var world = await StartAsync();
        using var host = await Host.OfAsync(world);
        world.Sandbox.Store.Mailbox(Bob).ImapEnabled = false;

        Assert.Equal(Bob, (await host.Client.ConnectUnattendedAsync(null, sendOnly: true, NoCode, Ct)).Mailbox);
    }

    [Fact]
    public async Task A_secret_that_Entra_refuses_is_SignInFailed_and_is_not_shown()
    {
        await using var world = await StartAsync();
        using var host = await Host.OfAsync(world);
        host.Variables["OUTLOOKMAIL_CLIENT_SECRET"] = "wrong-secret-value-5150";

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => host.ConnectAsync());

        Assert.Equal(ErrorIds.SignInFailed, error.ErrorId);
        Assert.DoesNotContain("wrong-secret-value-5150", error.ToString());
    }

    [Theory]
    [InlineData("OUTLOOKMAIL_IMAP_SERVER", "localhost:notaport")]
    [InlineData("OUTLOOKMAIL_SMTP_SERVER", "user@localhost/path")]
    [InlineData("OUTLOOKMAIL_CERTIFICATE_AUTHORITY", "/nowhere/ca.pem")]
    public async Task A_variable_that_cannot_be_used_is_named_without_its_value(string variable, string value)
    {
        await using var world = await StartAsync();
        using var host = await Host.OfAsync(world);
        host.Variables[variable] = value;

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => host.ConnectAsync());

        Assert.Equal((ErrorIds.VariableInvalid, (object)variable), (error.ErrorId, error.Target));
        Assert.DoesNotContain(value, error.Message);
    }

    /// <summary>A process whose environment names a daemon of the sandbox, its secret, Bob's mailbox and the servers.</summary>
    private sealed class Host : IDisposable
    {
        private readonly string authority = Path.GetTempFileName();

        private Host(OutlookSandboxInfo info, TimeProvider time, string appId, string secret)
        {
            File.WriteAllText(authority, info.CertificateAuthorityPem);
            Variables = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["OUTLOOKMAIL_CLIENT_ID"] = appId,
                ["OUTLOOKMAIL_TENANT_ID"] = info.Tenant,
                ["OUTLOOKMAIL_CLIENT_SECRET"] = secret,
                ["OUTLOOKMAIL_MAILBOX"] = Bob,
                ["OUTLOOKMAIL_AUTHORITY_HOST"] = info.Authority,
                ["OUTLOOKMAIL_IMAP_SERVER"] = FormattableString.Invariant($"localhost:{info.ImapPort}"),
                ["OUTLOOKMAIL_SMTP_SERVER"] = FormattableString.Invariant($"localhost:{info.SmtpPort}"),
                ["OUTLOOKMAIL_CERTIFICATE_AUTHORITY"] = authority,
            };
            Client = new OutlookClient(time, name => Variables.GetValueOrDefault(name));
        }

        public Dictionary<string, string> Variables { get; }

        public OutlookClient Client { get; }

        public static async Task<Host> OfAsync(SandboxSession world)
        {
            var (appId, secret) = await world.DaemonAsync(Bob);
            return new Host(world.Sandbox.Info, world.Sandbox.Clock, appId, secret);
        }

        public Task<OutlookSession> ConnectAsync(string? sender = null) =>
            Client.ConnectUnattendedAsync(sender, sendOnly: false, NoCode, Ct);

        public void Dispose() => File.Delete(authority);
    }
}
