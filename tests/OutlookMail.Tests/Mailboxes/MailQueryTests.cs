using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using Xunit;
using static OutlookMail.Tests.Mailboxes.MailboxWorld;
using Servers = OutlookMail.TestServers.RealServers;

namespace OutlookMail.Tests.Mailboxes;

public sealed class MailQueryTests(Servers servers) : IClassFixture<Servers>
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<On> Everywhere => [On.Exchange, On.Standard, On.Dovecot];

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Every_condition_finds_what_meets_it(On server)
    {
        await using var world = await StartAsync(server, servers);
        var folder = await world.FolderAsync(
            world.Unique,
            new TestMail("first Größe") { MessageId = "one@x.test", From = "Ada Lovelace <ada@x.test>", To = "Zoë <zoe@x.test>".Replace("Zoë", TestMail.Encoded("Zoë"), StringComparison.Ordinal), Received = Noon, Flags = ["\\Seen"] },
            new TestMail("second 你好") { InReplyTo = "one@x.test", Received = Noon.AddHours(1), Flags = ["\\Flagged"], Body = "schöne Grüße" },
            new TestMail("third") { Received = Noon.AddHours(2), Body = new string('x', 5000) },
            new TestMail("fourth") { Received = Noon.AddHours(3), Raw = WithAttachment });

        async Task Finds(string expected, Action<MailQuery> condition)
        {
            var query = new MailQuery { Folder = folder };
            condition(query);
            Assert.Equal(expected, string.Join(" ", (await world.SubjectsAsync(query)).Select(subject => subject.Split(' ')[0])));
        }

        await Finds("fourth third second first", _ => { });
        await Finds("first", query => query.Unread = false);
        await Finds("fourth third second", query => query.Unread = true);
        await Finds("second", query => query.Flagged = true);
        await Finds("first", query => query.From = "lovelace");
        await Finds("first", query => query.To = "ZOË");
        await Finds("first", query => query.Subject = "GRÖSSE".Replace("SS", "ß", StringComparison.Ordinal));
        await Finds("second", query => query.Subject = "你");
        await Finds("second", query => query.Body = "Grüße");
        await Finds("third", query => query.LargerThan = 4000);
        await Finds("fourth", query => query.HasAttachment = true);
        await Finds("first", query => query.MessageId = "<one@x.test>");
        await Finds("second", query => query.InReplyTo = "one@x.test");
        await Finds("fourth third", query => query.Since = Noon.AddHours(2));
        await Finds("second first", query => query.Before = Noon.AddHours(2));
        await Finds("third", query => (query.Skip, query.First) = (1, 1));
        await Finds("third first", query => query.Where = (page, _) => Task.FromResult<IReadOnlyList<bool>>(page.Select(message => message.Subject.Contains('i', StringComparison.Ordinal)).ToArray()));
    }

    [Theory]
    [InlineData(On.Exchange, false)]
    [InlineData(On.Standard, true)]
    [InlineData(On.Dovecot, true)]
    public async Task The_plan_says_who_looks_for_text_beyond_ASCII(On server, bool byServer)
    {
        await using var world = await StartAsync(server, servers);
        var folder = await world.FolderAsync(world.Unique, new TestMail("Größe"), new TestMail("other"));
        var events = new RecordedMailboxEvents();

        Assert.Equal(["Größe"], await world.SubjectsAsync(new MailQuery { Folder = folder, Subject = "größe", Unread = true }, events));

        var plan = Assert.Single(events.Plans);
        Assert.Contains("UNSEEN", plan, StringComparison.Ordinal);
        Assert.Equal(byServer, plan.Contains("SUBJECT", StringComparison.Ordinal));
        Assert.Equal(!byServer, plan.Contains("subject holds 'größe'", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_conversation_is_found_from_any_of_its_messages(On server)
    {
        await using var world = await StartAsync(server, servers);
        var folder = await world.FolderAsync(
            world.Unique,
            new TestMail("root") { MessageId = "root@x.test" },
            new TestMail("other") { MessageId = "other@x.test" },
            new TestMail("reply") { MessageId = "reply@x.test", InReplyTo = "root@x.test" },
            new TestMail("late") { MessageId = "late@x.test", References = "<root@x.test>\n <lost@x.test>" },
            new TestMail("lost's") { MessageId = "child@x.test", InReplyTo = "lost@x.test" });

        foreach (var from in new[] { "root@x.test", "<reply@x.test>", "child@x.test", "lost@x.test" })
        {
            Assert.Equal(["lost's", "late", "reply", "root"], await world.SubjectsAsync(new MailQuery { Folder = folder, Thread = [from] }));
        }

        Assert.Empty(await world.SubjectsAsync(new MailQuery { Folder = folder, Thread = ["nobody@x.test", "ü", "a b"] }));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Several_folders_are_listed_one_after_the_other_and_paging_counts_over_all(On server)
    {
        await using var world = await StartAsync(server, servers);
        var top = await world.FolderAsync(world.Unique, new TestMail("1"), new TestMail("2"));
        await world.FolderAsync(top + "/B", new TestMail("3"));
        await world.FolderAsync(top + "/C", new TestMail("4"), new TestMail("5"));

        Assert.Equal(["2", "1", "3", "5", "4"], await world.SubjectsAsync(new MailQuery { Folder = top, Recurse = true }));
        Assert.Equal(["3", "5", "4"], await world.SubjectsAsync(new MailQuery { Folder = top + "/*" }));
        Assert.Equal(["1", "3"], await world.SubjectsAsync(new MailQuery { Folders = [top, top + "/B", top + "/C"], Skip = 1, First = 2 }));
    }

    [Fact]
    public async Task A_folder_that_went_away_keeps_none_of_the_others_from_being_listed()
    {
        await using var world = await StartAsync(On.Exchange, servers);
        await world.FolderAsync("Here", new TestMail("here"));
        var events = new RecordedMailboxEvents();

        Assert.Equal(["here"], await world.SubjectsAsync(new MailQuery { Folders = ["Gone", "Here"] }, events));

        Assert.Equal((ErrorIds.FolderNotFound, "Gone"), (Assert.Single(events.Failures).ErrorId, events.Failures[0].Target));
    }

    [Fact]
    public async Task First_asks_the_server_for_no_more_than_that()
    {
        await using var world = await StartAsync(On.Exchange, servers);
        await world.FolderAsync("Many", Enumerable.Range(1, 200).Select(n => new TestMail($"{n}")).ToArray());


        var all = await world.ListAsync(new MailQuery { Folder = "Many", First = 5 });
        var fetched = world.Sandbox.Requests.Count(request => request.ToString()!.Contains("FETCH", StringComparison.OrdinalIgnoreCase));

        Assert.Equal(["200", "199", "198", "197", "196"], all.Select(message => message.Subject));
        Assert.True(fetched <= 1, $"{fetched} FETCH commands");
    }

    private const string WithAttachment = """
        From: Bob <bob@contoso.test>
        Subject: fourth
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain

        text
        --b
        Content-Type: application/pdf; name=a.pdf
        Content-Disposition: attachment; filename=a.pdf

        pdf
        --b--
        """;
}
