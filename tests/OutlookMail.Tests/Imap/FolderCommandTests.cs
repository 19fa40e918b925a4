using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Imap;
using Xunit;

namespace OutlookMail.Tests.Imap;

public class FolderCommandTests
{
    [Fact]
    public async Task Folders_are_made_renamed_subscribed_and_deleted()
    {
        var script = new Transcript(Sessions.Inbox("CREATE-SPECIAL-USE", """
            C: A2 CREATE "Projects/Entw&APw-rfe"
            S: A2 OK done
            C: A3 CREATE Archive (USE (\Archive))
            S: A3 OK done
            C: A4 RENAME Archive "Old mail"
            S: A4 OK done
            C: A5 SUBSCRIBE "Old mail"
            S: A5 OK done
            C: A6 UNSUBSCRIBE "Old mail"
            S: A6 OK done
            C: A7 DELETE "Old mail"
            S: A7 OK done
            C: A8 DELETE INBOX
            S: A8 NO [CANNOT] INBOX stays
            """.Replace("\"Projects/Entw&APw-rfe\"", "Projects/Entw&APw-rfe"))) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        await connection.CreateAsync("Projects/Entwürfe");
        await connection.CreateAsync("Archive", "\\Archive");
        await connection.RenameAsync("Archive", "Old mail");
        await connection.SubscribeAsync("Old mail");
        await connection.UnsubscribeAsync("Old mail");
        await connection.DeleteAsync("Old mail");
        Assert.Equal("CANNOT", (await Assert.ThrowsAsync<ImapRefusedException>(() => connection.DeleteAsync("INBOX"))).ResponseCode);
        Assert.NotNull(connection.Selected);
        script.AssertDone();
    }

    [Fact]
    public async Task Status_reads_what_comes_and_passes_over_the_rest()
    {
        var script = new Transcript(Sessions.Inbox("STATUS=SIZE", """
            C: A2 STATUS "Sent Items" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY SIZE)
            S: * STATUS "Sent Items" (UIDNEXT 44292 MESSAGES 231 X-NEW (a b) SIZE 99999999999 MAILBOXID (F2))
            S: A2 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        FolderStatus status = await connection.StatusAsync("Sent Items", StatusItems.Counts | StatusItems.Size);
        Assert.Equal((231u, null, 44292u, 99999999999L, "F2"), (status.Messages, status.Unseen, status.UidNext, status.Size, status.MailboxId));
        script.AssertDone();
    }

    [Fact]
    public async Task Counts_come_with_the_list_where_the_server_can()
    {
        var script = new Transcript(Sessions.Inbox("LIST-EXTENDED LIST-STATUS SPECIAL-USE", """
            C: A2 LIST (SUBSCRIBED) "" "*" RETURN (SUBSCRIBED SPECIAL-USE STATUS (MESSAGES UNSEEN))
            S: * LIST (\Subscribed) "/" INBOX
            S: * STATUS INBOX (MESSAGES 17 UNSEEN 16)
            S: * LIST (\Subscribed \Sent) "/" "Sent" (CHILDINFO ("SUBSCRIBED"))
            S: * LIST (\Subscribed \NonExistent) "/" "gone"
            S: * STATUS Sent (MESSAGES 30 UNSEEN 0)
            S: A2 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        IReadOnlyList<ListResponse> folders = await connection.ListAsync(
            "", "*", new ListOptions { SubscribedOnly = true, Status = StatusItems.Messages | StatusItems.Unseen });
        Assert.Equal([("INBOX", 17u), ("Sent", 30u), ("gone", null)], folders.Select(f => (f.Name, f.Status?.Messages)));
        Assert.True(folders[1].Has("\\Sent"));
        script.AssertDone();
    }

    [Fact]
    public async Task And_by_status_commands_together_where_it_cannot()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 LSUB "" "*"
            S: * LSUB () "/" INBOX
            S: * LSUB (\NoSelect) "/" "Public"
            S: * LSUB () "/" "No right"
            S: A2 OK done
            C: A3 STATUS INBOX (MESSAGES)
            C: A4 STATUS "No right" (MESSAGES)
            S: * STATUS INBOX (MESSAGES 3)
            S: A3 OK done
            S: A4 NO [NOPERM] no
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        IReadOnlyList<ListResponse> folders = await connection.ListAsync(
            "", "*", new ListOptions { SubscribedOnly = true, Status = StatusItems.Messages });
        Assert.Equal([3u, null, null], folders.Select(f => f.Status?.Messages));
        script.AssertDone();
    }

    [Fact]
    public async Task Namespaces_are_read_with_nil_and_extensions()
    {
        var script = new Transcript(Sessions.Inbox("NAMESPACE ID", """
            C: A2 NAMESPACE
            S: * NAMESPACE (("" "/")("#mh/" NIL "X-PARAM" ("a" "b"))) NIL (("Public &- all/" "/"))
            S: A2 OK done
            C: A3 ID ("name" "OutlookMail" "version" "0.1")
            S: * ID ("name" "Microsoft.Exchange.Imap4.Imap4Server" "version" NIL)
            S: A3 OK done
            C: A4 ID NIL
            S: * ID NIL
            S: A4 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        Namespaces found = await connection.NamespaceAsync();
        Assert.Equal([("", '/'), ("#mh/", null)], found.Personal.Select(n => (n.Prefix, n.Delimiter)));
        Assert.Empty(found.OtherUsers);
        Assert.Equal("Public & all/", Assert.Single(found.Shared).Prefix);
        var server = await connection.IdAsync(new Dictionary<string, string> { ["name"] = "OutlookMail", ["version"] = "0.1" });
        Assert.Equal(("Microsoft.Exchange.Imap4.Imap4Server", null), (server["NAME"], server["version"]));
        Assert.Empty(await connection.IdAsync());
        script.AssertDone();
    }

    [Fact]
    public async Task Unselect_never_expunges()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 EXAMINE INBOX
            S: A2 OK [READ-ONLY] done
            C: A3 CLOSE
            S: A3 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        await connection.UnselectAsync();
        Assert.Null(connection.Selected);
        script.AssertDone();

        script = new Transcript(Sessions.Inbox("UNSELECT", "C: A2 UNSELECT\nS: A2 OK done"));
        await using ImapConnection other = await Sessions.InboxAsync(script);
        await other.UnselectAsync();
        script.AssertDone();
    }

    [Fact]
    public async Task Expunge_check_and_close_are_what_they_say()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 CHECK
            S: A2 OK done
            C: A3 EXPUNGE
            S: * 2 EXPUNGE
            S: A3 OK done
            C: A4 CLOSE
            S: A4 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        await connection.CheckAsync();
        await connection.ExpungeAsync();
        Assert.Equal(8u, connection.Selected!.Exists);
        await connection.CloseAsync();
        Assert.Null(connection.Selected);
        script.AssertDone();
    }

    [Fact]
    public async Task Imap4rev2_is_never_enabled_and_utf8_changes_how_names_are_written()
    {
        var script = new Transcript(Sessions.Inbox("ENABLE UTF8=ACCEPT", """
            C: A2 ENABLE UTF8=ACCEPT
            S: * ENABLED UTF8=ACCEPT
            S: A2 OK done
            """ + "\nC: A3 CREATE \"\u00c3\u00bc\"\nS: A3 OK done\n"));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        await Assert.ThrowsAsync<ArgumentException>(() => connection.EnableAsync(["IMAP4rev2"]));
        Assert.Equal(["UTF8=ACCEPT"], await connection.EnableAsync(["UTF8=ACCEPT"]));
        await connection.CreateAsync("ü");
        script.AssertDone();
    }

    [Fact]
    public async Task Quotas_are_listed()
    {
        var script = new Transcript(Sessions.Inbox("QUOTA", """
            C: A2 GETQUOTAROOT INBOX
            S: * QUOTAROOT INBOX "User quota"
            S: * QUOTA "User quota" (STORAGE 10 512 MESSAGE 3 1000)
            S: A2 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        Assert.Equal(
            [("User quota", "STORAGE", 10L, 512L), ("User quota", "MESSAGE", 3L, 1000L)],
            (await connection.QuotaAsync("INBOX")).Select(r => (r.Root, r.Name, r.Usage, r.Limit)));
    }
}
