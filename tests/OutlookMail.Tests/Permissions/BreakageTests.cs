using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Permissions;

/// <summary>
/// Ways to break it. Row, state, cause and who can fix it are compared with a table written by hand; then the printed
/// commands run, and nothing else, and the row is green.
/// </summary>
public class BreakageTests
{
    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_row_names_the_cause_and_its_printed_fix_turns_it_green(string name)
    {
        var way = Breakages.All.Single(b => b.Name == name);
        await using var world = await AppWorld.StartAsync(way.Options);
        await way.Break(world);

        var rows = await world.RowsAsync(way.Request, way.Mailbox);

        var said = AppWorld.Say(rows);
        var row = rows.SingleOrDefault(r => r.Permission == way.Row);
        Assert.True(row is not null, said);
        Assert.True(row!.Status == way.Status && row.WhoCanFix == way.Fixer, said);
        Assert.Contains(way.Cause, row.Cause, StringComparison.Ordinal);
        Assert.NotEmpty(row.Evidence);
        Assert.NotEmpty(row.Fix);
        // What an administrator does on a page is no command of anybody's; a sign-in may have to follow it.
        Assert.True(way.ByHand is not null || row.Command.Length > 0, said);
        way.ByHand?.Invoke(world);
        await new FixRunner(world).RunAsync(row.Command);

        var after = await world.RowsAsync(way.Request, way.Mailbox);
        Assert.True(after.Where(r => r.Permission == way.RowAfter(world)).All(r => r.Status == OutlookPermissionStatus.Passed), "before:\n" + said + "\nafter:\n" + AppWorld.Say(after));
        Assert.Contains(after, r => r.Permission == way.RowAfter(world));
    }

    [Fact]
    public void There_are_at_least_thirty() => Assert.True(Breakages.All.Count >= 30);

    public static TheoryData<string> Names => [.. Breakages.All.Select(b => b.Name)];
}
