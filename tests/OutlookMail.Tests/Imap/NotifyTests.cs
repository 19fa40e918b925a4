using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Tests.Client.Quirks;
using OutlookMail.Tests.Wire;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap;

// RFC 5465
public class NotifyTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task The_server_tells_of_other_folders_by_itself()
    {
        var script = new Transcript(Sessions.Inbox("NOTIFY", """
            C: A2 NOTIFY SET STATUS (selected-delayed (MessageNew MessageExpunge FlagChange)) (mailboxes ("Sent Items" "Pr&APw-fung") (MessageNew MessageExpunge FlagChange))
            S: * STATUS "Sent Items" (MESSAGES 3 UIDNEXT 9 UIDVALIDITY 5 UNSEEN 0)
            S: * STATUS "Pr&APw-fung" (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 6 UNSEEN 0)
            S: A2 OK done
            S: * STATUS "Sent Items" (MESSAGES 4 UIDNEXT 10 UIDVALIDITY 5 UNSEEN 1)
            C: A3 NOTIFY SET (selected-delayed (MessageNew MessageExpunge FlagChange))
            S: A3 OK done
            """).Replace("\"Pr&APw-fung\") (", "Pr&APw-fung) (", StringComparison.Ordinal)) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        var seen = new List<(string, uint?)>();
        await foreach (FolderStatus status in connection.WatchFoldersAsync(["Sent Items", "Prüfung"], Interval))
        {
            seen.Add((status.Name, status.Messages));
            if (seen.Count == 3)
            {
                break;
            }
        }

        Assert.Equal([("Sent Items", 3u), ("Prüfung", 0u), ("Sent Items", 4u)], seen);
        script.AssertDone();
    }

    [Fact]
    public async Task An_overflow_is_answered_by_looking_anew()
    {
        var script = new Transcript(Sessions.Inbox("NOTIFY", """
            C: A2 NOTIFY SET STATUS (selected-delayed (MessageNew MessageExpunge FlagChange)) (mailboxes (Sent) (MessageNew MessageExpunge FlagChange))
            S: * STATUS Sent (MESSAGES 3 UIDNEXT 9)
            S: A2 OK done
            S: * OK [NOTIFICATIONOVERFLOW] too much
            S: * STATUS Sent (MESSAGES 4 UIDNEXT 10)
            C: A3 NOTIFY SET STATUS (selected-delayed (MessageNew MessageExpunge FlagChange)) (mailboxes (Sent) (MessageNew MessageExpunge FlagChange))
            S: * STATUS Sent (MESSAGES 8 UIDNEXT 14)
            S: A3 OK done
            C: A4 NOTIFY SET (selected-delayed (MessageNew MessageExpunge FlagChange))
            S: A4 OK done
            """)) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        var seen = new List<uint?>();
        await foreach (FolderStatus status in connection.WatchFoldersAsync(["Sent"], Interval))
        {
            seen.Add(status.Messages);
            if (seen.Count == 3)
            {
                break;
            }
        }

        Assert.Equal([3u, 4u, 8u], seen);
        script.AssertDone();
    }

    [Fact]
    [Quirk(nameof(ExchangeQuirks.NoChangeLog))]
    public async Task Without_it_the_folders_are_asked_from_time_to_time_and_only_changes_are_told()
    {
        var time = new ManualTime();
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 STATUS Sent (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)
            S: * STATUS Sent (MESSAGES 3 UNSEEN 0 UIDNEXT 9 UIDVALIDITY 5)
            S: A2 OK done
            C: A3 STATUS Sent (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)
            S: * STATUS Sent (MESSAGES 3 UNSEEN 0 UIDNEXT 9 UIDVALIDITY 5)
            S: A3 OK done
            C: A4 STATUS Sent (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)
            S: * STATUS Sent (MESSAGES 4 UNSEEN 1 UIDNEXT 10 UIDVALIDITY 5)
            S: A4 OK done
            """)) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script, new WireOptions { Time = time });
        await using IAsyncEnumerator<FolderStatus> watch = connection.WatchFoldersAsync(["Sent"], Interval).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(3u, watch.Current.Messages);
        Task<bool> next = watch.MoveNextAsync().AsTask();
        for (int i = 0; i < 2; i++)
        {
            await time.ArmedWithinAsync(Interval);
            Assert.False(next.IsCompleted);
            time.Advance(Interval);
        }

        Assert.True(await next);
        Assert.Equal(4u, watch.Current.Messages);
        script.AssertDone();
    }

    [Fact]
    public async Task Another_numbering_is_told_while_the_folder_is_open()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 NOOP
            S: * OK [UIDVALIDITY 2] numbered anew
            S: A2 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        var changes = new List<MailboxChange>();
        connection.Changed += changes.Add;
        await connection.NoopAsync();
        MailboxChange change = Assert.Single(changes);
        Assert.Equal((MailboxChangeKind.UidValidity, 2u, 2u), (change.Kind, change.Number, connection.Selected!.UidValidity));
    }
}
