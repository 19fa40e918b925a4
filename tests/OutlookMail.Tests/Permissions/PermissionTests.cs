using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Client;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.Permissions;

public class PermissionTests
{
    [Fact]
    public async Task All_five_are_proved_and_no_mail_is_sent()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();

        var rows = await RowsAsync(world, session, new PermissionTestRequest());

        Assert.Equal(PermissionTestRequest.DefaultPermissions, rows.Select(row => row.Permission));
        Assert.All(rows, row => Assert.True(row.Status == OutlookPermissionStatus.Passed && row.Proved == true && row.Fix.Length == 0, $"{row}: {row.Evidence}"));
        Assert.All(rows, row => Assert.NotEmpty(row.Evidence));
        Assert.Equal(0, await world.Client.GetMailAsync(session, new MailQuery(), Ct).CountAsync(Ct));
    }

    [Fact]
    public async Task The_second_proof_is_as_good_as_the_first()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();

        await RowsAsync(world, session, new PermissionTestRequest());
        await world.Client.SendMailAsync(session, new MailDraft { To = ["bob@contoso.test"], Subject = "x", Text = "x" }, Ct);

        Assert.All(await RowsAsync(world, session, new PermissionTestRequest()), row => Assert.Equal(OutlookPermissionStatus.Passed, row.Status));
    }

    [Fact]
    public async Task A_test_mail_is_sent_when_it_is_asked_for()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();

        await RowsAsync(world, session, new PermissionTestRequest { SendTestMail = true });

        Assert.Equal(1, await world.Client.GetMailAsync(session, new MailQuery(), Ct).CountAsync(Ct));
    }

    [Fact]
    public async Task A_token_that_was_handed_in_leaves_NotTested_what_it_cannot_show()
    {
        await using var world = await StartAsync();
        var session = await world.WithTokenAsync(world.Sandbox.IssueToken("ada@contoso.test"), "ada@contoso.test");

        var rows = (await RowsAsync(world, session, new PermissionTestRequest())).ToDictionary(row => row.Permission);

        Assert.Equal(OutlookPermissionStatus.Passed, rows["IMAP.AccessAsUser.All"].Status);
        Assert.Equal(OutlookPermissionStatus.Passed, rows["SMTP.Send"].Status);
        foreach (var permission in new[] { "email", "offline_access", "User.Read" })
        {
            Assert.Equal(OutlookPermissionStatus.NotTested, rows[permission].Status);
            Assert.NotEmpty(rows[permission].Evidence);
        }
    }

    [Fact]
    public async Task A_missing_SMTP_permission_fails_that_row_alone_with_its_fix()
    {
        await using var world = await StartAsync();
        var session = await world.WithTokenAsync(world.Sandbox.IssueToken("ada@contoso.test", scopes: ["IMAP.AccessAsUser.All"]), "ada@contoso.test");

        var rows = (await RowsAsync(world, session, new PermissionTestRequest())).ToDictionary(row => row.Permission);

        Assert.Equal(OutlookPermissionStatus.Passed, rows["IMAP.AccessAsUser.All"].Status);
        Assert.Equal(OutlookPermissionStatus.Failed, rows["SMTP.Send"].Status);
        Assert.Contains("SMTP.Send", rows["SMTP.Send"].Fix);
    }

    [Fact]
    public async Task A_revoked_sign_in_fails_offline_access_and_says_to_sign_in_again()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        world.Sandbox.RevokeSignIns("ada@contoso.test");

        var rows = (await RowsAsync(world, session, new PermissionTestRequest())).ToDictionary(row => row.Permission);

        Assert.Equal(OutlookPermissionStatus.Failed, rows["offline_access"].Status);
        Assert.Contains("Connect-OutlookMailbox", rows["offline_access"].Fix);
    }

    private static async Task<List<OutlookPermissionResult>> RowsAsync(SandboxSession world, OutlookSession session, PermissionTestRequest request) =>
        await world.Client.TestPermissionsAsync(session, request, Ct).Where(row => row.Kind == OutlookPermissionRowKind.Permission).ToListAsync(Ct);
}
