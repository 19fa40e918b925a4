using System;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Imap;
using Xunit;
using static OutlookMail.Tests.Mailboxes.MailboxWorld;
using Servers = OutlookMail.TestServers.RealServers;

namespace OutlookMail.Tests.Mailboxes;

public sealed class FolderTests(Servers servers) : IClassFixture<Servers>
{
    [Theory]
    [InlineData(On.Exchange)]
    [InlineData(On.Standard)]
    [InlineData(On.Dovecot)]
    public async Task Folders_are_made_counted_renamed_and_removed(On server)
    {
        await using var world = await StartAsync(server, servers);
        var top = await world.Client.NewFolderAsync(world.Session, world.Unique, null, false, Ct);
        var child = await world.Client.NewFolderAsync(world.Session, "Ärger [1]", world.Unique, false, Ct);
        await world.AppendAsync(child.FullName, new TestMail("a"), new TestMail("b") { Flags = ["\\Seen"] });

        var listed = await world.Client.GetFoldersAsync(world.Session, new FolderQuery { Names = [top.FullName], Recurse = true, WithSize = true }, Ct);

        Assert.Equal([top.FullName, top.FullName + "/Ärger [1]"], listed.Select(folder => folder.FullName));
        Assert.Equal((2L, 1L), (listed[1].Messages, listed[1].Unread));
        Assert.True(listed[1].Size > 300, $"{listed[1].Size}");
        Assert.Equal(0, listed[0].Size);
        Assert.Equal(("Ärger [1]", top.FullName, 1), (listed[1].Name, listed[1].ParentName, listed[1].Depth));
        Assert.Equal([listed[1]], listed[0].Children);

        var renamed = await world.Client.RenameFolderAsync(world.Session, child.FullName, "Neu", Ct);
        Assert.Equal(top.FullName + "/Neu", renamed.FullName);
        Assert.Equal(2L, renamed.Messages);
        await world.Client.RemoveFolderAsync(world.Session, renamed.FullName, Ct);
        await world.Client.RemoveFolderAsync(world.Session, top.FullName, Ct);
        var gone = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.GetFoldersAsync(world.Session, new FolderQuery { Names = [top.FullName] }, Ct));
        Assert.Equal(ErrorIds.FolderNotFound, gone.ErrorId);
    }

    [Theory]
    [InlineData(On.Exchange, "Deleted Items", "Sent Items")]
    [InlineData(On.Standard, "Deleted Items", "Sent Items")]
    [InlineData(On.Dovecot, "Trash", "Sent Items")]
    public async Task A_well_known_name_is_the_folder_whatever_it_is_called(On server, string deleted, string sent)
    {
        await using var world = await StartAsync(server, servers);

        var found = await world.Client.GetFoldersAsync(world.Session, new FolderQuery { Names = ["deleted", "Sent", "inbox"], WithCounts = false }, Ct);

        Assert.Equal(
            [("INBOX", OutlookWellKnownFolder.Inbox), (sent, OutlookWellKnownFolder.Sent), (deleted, OutlookWellKnownFolder.Deleted)],
            found.Select(folder => (folder.FullName, folder.WellKnownName)).OrderBy(folder => folder.WellKnownName));
    }

    [Fact]
    public async Task A_German_mailbox_without_SPECIAL_USE_has_its_well_known_folders()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 LIST "" "*"
            S: * LIST () "/" "Entw&APw-rfe"
            S: * LIST () "/" "Gel&APY-schte Elemente"
            S: * LIST () "/" "Junk-E-Mail"
            S: * LIST () "/" "Gesendete Elemente"
            S: * LIST () "/" Archiv
            S: * LIST () "/" Sent
            S: A2 OK done
            """)) { StaysOpen = true };
        await using var imap = await Sessions.InboxAsync(script);

        var uses = WellKnownNames.Of(await imap.ListAsync("", "*", Ct));

        Assert.Equal(OutlookWellKnownFolder.Drafts, uses["Entwürfe"]);
        Assert.Equal(OutlookWellKnownFolder.Deleted, uses["Gelöschte Elemente"]);
        Assert.Equal(OutlookWellKnownFolder.Junk, uses["Junk-E-Mail"]);
        Assert.Equal(OutlookWellKnownFolder.Sent, uses["Gesendete Elemente"]);
        Assert.Equal(OutlookWellKnownFolder.Archive, uses["Archiv"]);
        Assert.False(uses.ContainsKey("Sent"));
    }

    [Fact]
    public async Task A_folder_s_own_name_comes_before_the_well_known_one_and_before_the_pattern()
    {
        await using var world = await StartAsync(On.Exchange, servers);
        world.Sandbox.Store.Mailbox(world.Session.Mailbox).Folder("Sent");
        world.Sandbox.Store.Mailbox(world.Session.Mailbox).Folder("a[bc]");
        world.Sandbox.Store.Mailbox(world.Session.Mailbox).Folder("ab");

        Assert.Equal("Sent", (await OneAsync(world, "Sent")).FullName);
        Assert.Equal("a[bc]", (await OneAsync(world, "a[bc]")).FullName);
        Assert.Equal("ab", (await OneAsync(world, "a[b]")).FullName);
        Assert.Equal("a[bc]", (await OneAsync(world, "a`[*")).FullName);
    }

    [Theory]
    [InlineData("", ErrorIds.FolderNameInvalid)]
    [InlineData("a\r\nA1 DELETE b", ErrorIds.FolderNameInvalid)]
    [InlineData("a\0b", ErrorIds.FolderNameInvalid)]
    [InlineData("Archive", ErrorIds.FolderExists)]
    public async Task A_name_that_cannot_be_is_refused_before_it_is_sent(string name, string id)
    {
        await using var world = await StartAsync(On.Exchange, servers);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.NewFolderAsync(world.Session, name, null, false, Ct));

        Assert.Equal(id, error.ErrorId);
        Assert.Equal("Archive", (await world.Client.NewFolderAsync(world.Session, "Archive", null, existingIsFine: true, Ct)).FullName);
    }

    [Fact]
    public async Task The_inbox_is_neither_renamed_nor_removed_and_Exchange_keeps_its_own_folders()
    {
        await using var world = await StartAsync(On.Exchange, servers);

        var renamed = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.RenameFolderAsync(world.Session, "inbox", "Old", Ct));
        var removed = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.RemoveFolderAsync(world.Session, "INBOX", Ct));
        var kept = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.RemoveFolderAsync(world.Session, "Sent Items", Ct));

        Assert.Equal(ErrorIds.FolderProtected, renamed.ErrorId);
        Assert.Equal(ErrorIds.FolderProtected, removed.ErrorId);
        Assert.Equal(ErrorIds.ServerRefused, kept.ErrorId);
    }

    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("Proj*", "projects/apollo", true)]
    [InlineData("?b", "ab", true)]
    [InlineData("?b", "b", false)]
    [InlineData("[a-c]x", "Bx", true)]
    [InlineData("a`*", "a*", true)]
    [InlineData("a`*", "ab", false)]
    [InlineData("a[", "a[", true)]
    [InlineData("[^a]", "^", true)]
    [InlineData("a.b", "axb", false)]
    public void Wildcards_are_PowerShell_s(string pattern, string text, bool matches) => Assert.Equal(matches, new WildcardText(pattern).IsMatch(text));

    private static async Task<OutlookFolder> OneAsync(MailboxWorld world, string name) =>
        Assert.Single(await world.Client.GetFoldersAsync(world.Session, new FolderQuery { Names = [name], WithCounts = false }, Ct));
}
