using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Client.Mailboxes;

/// <summary>What the client promises of any mailbox; run on each server by a class of its own.</summary>
public abstract class MailboxSuite
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_is_listed_newest_first_by_pages()
    {
        await using var world = await StartAsync();
        await FillAsync(world, 60);

        Assert.Equal(Enumerable.Range(1, 60).Reverse().Select(Subject), await SubjectsAsync(world, new MailQuery()));
        Assert.Equal(Enumerable.Range(1, 60).Reverse().Select(Subject).Skip(2).Take(12), await SubjectsAsync(world, new MailQuery { Skip = 2, First = 12 }));
    }

    [Theory]
    [InlineData("mail 17", null, "Mail 17 schön")]
    [InlineData("SCHÖN", "grüße 3", "Mail 3 schön")]
    [InlineData(null, "body 44.", "Mail 44 schön")]
    [InlineData("no such", null, null)]
    public async Task Mail_is_found_by_subject_and_body_in_any_script(string? subject, string? body, string? found)
    {
        await using var world = await StartAsync();
        await FillAsync(world, 50);

        var subjects = await SubjectsAsync(world, new MailQuery { Subject = subject, Body = body });

        Assert.Contains(found ?? "", subjects.DefaultIfEmpty(""));
        Assert.True(found is null ? subjects.Count == 0 : subjects.Count is >= 1 and <= 12, string.Join(", ", subjects));
    }

    [Fact]
    public async Task Read_state_and_time_are_the_servers()
    {
        await using var world = await StartAsync();
        await FillAsync(world, 6);

        Assert.Equal([Subject(6), Subject(4), Subject(2)], await SubjectsAsync(world, new MailQuery { Unread = true }));
        Assert.Equal([Subject(5), Subject(4)], await SubjectsAsync(world, new MailQuery { Since = Received(4), Before = Received(6) }));
    }

    [Fact]
    public async Task A_message_is_read_and_saved_as_it_was_put_there_and_stays_unread()
    {
        await using var world = await StartAsync();
        await FillAsync(world, 3);
        var messages = await world.Client.GetMailAsync(world.Session, new MailQuery { Folder = world.Folder }, Ct).ToListAsync(Ct);
        var target = Directory.CreateTempSubdirectory("omt-");
        try
        {
            var contents = await world.Client.GetContentAsync(messages, Ct).ToListAsync(Ct);
            var saved = await world.Client.SaveMailAsync(messages, new SaveMailRequest(target.FullName), Ct).ToListAsync(Ct);

            Assert.Equal(messages.Select(m => m.Subject), contents.Select(c => c.Subject));
            Assert.Equal(3, saved.Count);
            foreach (var one in saved)
            {
                var number = int.Parse(one.Message.Subject.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
                Assert.Equal(Mail(number), await File.ReadAllBytesAsync(one.Path, Ct));
            }

            Assert.Equal([Subject(2)], await SubjectsAsync(world, new MailQuery { Unread = true }));
        }
        finally
        {
            target.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_message_that_is_gone_and_a_folder_that_never_was_are_named()
    {
        await using var world = await StartAsync();
        await FillAsync(world, 1);
        var message = await world.Client.GetMailAsync(world.Session, new MailQuery { Folder = world.Folder }, Ct).SingleAsync(Ct);
        var ghost = new OutlookMessage(world.Session, world.Folder, message.UidValidity, message.Uid + 4711);

        var gone = await Assert.ThrowsAsync<OutlookMailException>(async () => await world.Client.GetContentAsync([ghost], Ct).CountAsync(Ct));
        var nowhere = await Assert.ThrowsAsync<OutlookMailException>(async () =>
            await world.Client.GetMailAsync(world.Session, new MailQuery { Folder = "Never was" }, Ct).CountAsync(Ct));

        Assert.Equal([ErrorIds.MessageNotFound, ErrorIds.FolderNotFound], [gone.ErrorId, nowhere.ErrorId]);
        Assert.Single(await SubjectsAsync(world, new MailQuery()));
    }

    [Fact]
    public async Task Messages_are_moved_and_marked_and_a_saved_search_speaks_for_all_it_found()
    {
        await using var world = await StartAsync();
        await FillAsync(world, 10);
        var pool = world.Client.Find(world.Session).Imap;

        var (moved, left) = await pool.ChangeAsync(
            new FolderAt(world.Folder, Writable: true),
            async (imap, _, ct) =>
            {
                var unread = await imap.UidSearchSaveAsync(SearchQuery.Unseen, ct);
                await imap.UidStoreAsync(unread, StoreMode.Add, ["\\Flagged"], ct);
                await imap.UidMoveAsync(unread, "INBOX", ct);
                return (unread.Count, await imap.UidSearchAsync(SearchQuery.All, ct));
            },
            world.Folder,
            Ct);

        Assert.Equal((5, 5), (moved, left.Count));
        Assert.Equal(5, await pool.ReadAsync(new FolderAt("INBOX"), async (imap, _, ct) => (await imap.UidSearchAsync(SearchQuery.Flagged, ct)).Count, null, Ct));
    }

    [Fact]
    public async Task A_folder_is_watched_while_another_connection_of_the_pool_fills_it()
    {
        await using var world = await StartAsync();
        var pool = world.Client.Find(world.Session).Imap;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var watching = pool.WatchAsync(
            new FolderAt(world.Folder),
            async (turn, ct) =>
            {
                ready.TrySetResult();
                await foreach (var change in turn.Imap.IdleAsync(ct))
                {
                    if (change.Kind == MailboxChangeKind.Exists)
                    {
                        return change.Number;
                    }
                }

                return 0u;
            },
            world.Folder,
            Ct);
        await ready.Task;
        await FillAsync(world, 1);

        Assert.Equal(1u, await watching);
    }

    protected abstract Task<MailboxWorld> StartAsync();

    private static string Subject(int number) => $"Mail {number} schön";

    private static DateTimeOffset Received(int number) => new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero).AddMinutes(number);

    private static byte[] Mail(int number) => Encoding.UTF8.GetBytes(
        $"From: Bob <bob@contoso.test>\r\nTo: ada@contoso.test\r\nSubject: =?utf-8?Q?Mail_{number}_sch=C3=B6n?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        + $"Content-Transfer-Encoding: 8bit\r\n\r\nbody {number}. Grüße {number}\r\n");

    private static async Task FillAsync(MailboxWorld world, int count)
    {
        var results = await world.AppendAsync(Enumerable.Range(1, count).Select(number => new AppendMessage(Mail(number))
        {
            Flags = number % 2 == 1 ? ["\\Seen"] : [],
            InternalDate = Received(number),
        }));
        Assert.All(results, result => Assert.Null(result.Refusal));
    }

    private static async Task<List<string>> SubjectsAsync(MailboxWorld world, MailQuery query)
    {
        query.Folder = world.Folder;
        return await world.Client.GetMailAsync(world.Session, query, Ct).Select(message => message.Subject).ToListAsync(Ct);
    }
}
