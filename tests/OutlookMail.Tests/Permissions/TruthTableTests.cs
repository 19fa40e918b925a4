using System;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Permissions;

/// <summary>
/// Each of the sixteen combinations of declared, consented, token and wire, made in the sandbox for the right to send,
/// shown as it is, and led to green by nothing but the printed commands. Where two things are wrong at once, the row names
/// one, and the other when that is done.
/// </summary>
public class TruthTableTests
{
    private const string Bob = "bob@contoso.test";

    [Theory]
    [InlineData("yyyy", 0)]
    [InlineData("nyyy", 1)]
    [InlineData("ynyy", 1)]
    [InlineData("nnyy", 1)]
    [InlineData("yyyn", 1)]
    [InlineData("nyyn", 2)]
    [InlineData("ynyn", 2)]
    [InlineData("nnyn", 2)]
    [InlineData("yynn", 1)]
    [InlineData("nynn", 2)]
    [InlineData("ynnn", 1)]
    [InlineData("nnnn", 1)]
    public async Task A_person_s_right_to_send(string chain, int fixes)
    {
        await using var world = await AppWorld.ConnectedAsync();
        if (chain[2] == 'n')
        {
            await world.Client.DisconnectAsync(world.Session!, forget: true, AppWorld.Ct);
            await world.ConnectWithTokenAsync(world.Sandbox.IssueToken(AppWorld.Ada, scopes: ["IMAP.AccessAsUser.All"]));
        }

        await (chain[0] == 'n' ? world.UndeclareAsync("SMTP.Send") : Task.CompletedTask);
        await (chain[1] == 'n' ? world.UnconsentAsync("SMTP.Send") : Task.CompletedTask);

        // With the right in the token, only Exchange itself can say no.
        world.Sandbox.Store.Mailbox(AppWorld.Ada).SmtpClientAuthenticationDisabled = chain[2..] == "yn" ? true : null;

        await LeadToGreenAsync(world, "SMTP.Send", chain, fixes);
    }

    // Exchange decides a person's sign-in by the token: without the right in it nothing is ever taken. An app without a
    // person can be let in by RBAC for Applications instead, whatever is declared and consented to.
    [Theory]
    [InlineData("yyny")]
    [InlineData("nyny")]
    [InlineData("ynny")]
    [InlineData("nnny")]
    public async Task An_app_s_right_to_send_by_RBAC_for_Applications(string chain)
    {
        await using var world = await AppWorld.StartAsync();
        await world.RegisterAsync(OutlookAppSignIn.AppOnly);
        world.TellExchange(Bob);
        var role = await world.UnassignAsync("SMTP.SendAsApp");
        await world.ConnectAsync(request => request.Mailbox = Bob);
        await (chain[1] == 'y' ? world.GraphAsync("POST", $"/servicePrincipals/{role["resourceId"]}/appRoleAssignedTo", new { principalId = world.App.ServicePrincipalId, resourceId = (string)role["resourceId"]!, appRoleId = (string)role["appRoleId"]! }) : Task.CompletedTask);
        await (chain[0] == 'n' ? world.UndeclareAsync("SMTP.SendAsApp") : Task.CompletedTask);
        world.Sandbox.Exchange.NewManagementRoleAssignment(world.App.ServicePrincipalId, "Application SMTP.SendAsApp", null);

        await LeadToGreenAsync(world, "SMTP.SendAsApp", chain, fixes: 0);
    }

    private static async Task LeadToGreenAsync(AppWorld world, string permission, string chain, int fixes)
    {
        var request = new PermissionTestRequest { Permissions = [permission] };
        var row = Assert.Single(await world.RowsAsync(request));
        Assert.Equal(chain, string.Concat(new[] { row.Declared, row.Consented, row.InToken, row.Proved }.Select(a => a switch { true => 'y', false => 'n', null => '?' })));
        for (var step = 0; step < fixes; step++)
        {
            Assert.True(row.Status is OutlookPermissionStatus.Failed or OutlookPermissionStatus.Warning, AppWorld.Say([row]));
            Assert.True(row.Cause.Length > 0 && row.Fix.Length > 0 && row.Command.Length > 0 && row.WhoCanFix is not null, AppWorld.Say([row]));
            await new FixRunner(world).RunAsync(row.Command);
            row = Assert.Single(await world.RowsAsync(request));
        }

        Assert.True(row.Status == OutlookPermissionStatus.Passed && row.Command.Length == 0, AppWorld.Say([row]));
    }
}
