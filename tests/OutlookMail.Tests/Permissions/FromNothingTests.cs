using System;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Permissions;

/// <summary>Register-OutlookApp; Connect-OutlookMailbox; Test-OutlookAppPermissions, and no other step.</summary>
public class FromNothingTests
{
    [Theory]
    [InlineData(OutlookAppSignIn.DeviceCode, "DeviceCode")]
    [InlineData(OutlookAppSignIn.Interactive, "Interactive")]
    [InlineData(OutlookAppSignIn.Web, "Web")]
    [InlineData(OutlookAppSignIn.DeviceCode | OutlookAppSignIn.Interactive, "DeviceCode")]
    public async Task Every_row_is_green(OutlookAppSignIn signIn, string shown)
    {
        await using var world = await AppWorld.ConnectedAsync(signIn);

        var rows = await world.RowsAsync();

        Assert.Equal(world.App.ClientId, world.Session!.ClientId);
        Assert.All(rows, row => Assert.True(row.Status == OutlookPermissionStatus.Passed && (row.SignIn == shown || signIn.ToString().Contains(row.SignIn, StringComparison.Ordinal)) && row.Evidence.Length > 0 && row.Cause + row.Fix + row.Command == "", AppWorld.Say([row])));
        var mail = rows.Where(row => row.Permission is "IMAP.AccessAsUser.All" or "SMTP.Send" or "User.Read").ToArray();
        Assert.Equal(3, mail.Count(row => row.SignIn == shown));
        Assert.All(mail, row => Assert.True(row is { Declared: true, Consented: true, InToken: true, Proved: true }, AppWorld.Say([row])));
        Assert.Contains(rows, row => row is { Kind: OutlookPermissionRowKind.Setting, Permission: "least privilege" });
    }
}
