using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.Client;

public class MailTests
{
    [Fact]
    public async Task Mail_is_listed_newest_first_and_First_and_Skip_count_what_matches()
    {
        await using var world = await StartAsync();
        Fill(world, 60);
        var session = await world.SignInAsync();

        var all = await SubjectsAsync(world, session, new MailQuery());
        var some = await SubjectsAsync(world, session, new MailQuery { Skip = 2, First = 12 });

        Assert.Equal(Enumerable.Range(1, 60).Reverse().Select(n => $"Mail {n}"), all);
        Assert.Equal(all.Skip(2).Take(12), some);
    }

    [Theory]
    [InlineData("mail 17", "Mail 17")]
    [InlineData("größe", "Größe 你好")]
    public async Task A_subject_is_found_in_any_script_although_Exchange_takes_ASCII_only(string wanted, string found)
    {
        await using var world = await StartAsync();
        Fill(world, 20);
        Append(world, "=?utf-8?B?" + Convert.ToBase64String(Encoding.UTF8.GetBytes("Größe 你好")) + "?=", "x");
        var session = await world.SignInAsync();

        Assert.Equal([found], await SubjectsAsync(world, session, new MailQuery { Subject = wanted }));
    }

    [Fact]
    public async Task A_body_beyond_ASCII_is_found_too()
    {
        await using var world = await StartAsync();
        Append(world, "one", "nothing");
        Append(world, "two", "schöne Grüße");
        var session = await world.SignInAsync();

        Assert.Equal(["two"], await SubjectsAsync(world, session, new MailQuery { Body = "GRÜSSE".Replace("SS", "ß", StringComparison.Ordinal) }));
    }

    [Fact]
    public async Task Since_and_Before_are_exact_to_the_second()
    {
        await using var world = await StartAsync();
        Fill(world, 3);
        var session = await world.SignInAsync();
        var received = await world.Client.GetMailAsync(session, new MailQuery(), Ct).Select(message => message.Received).ToListAsync(Ct);

        Assert.Equal(received.Count(moment => moment >= received[0]), (await SubjectsAsync(world, session, new MailQuery { Since = received[0] })).Count);
        Assert.Empty(await SubjectsAsync(world, session, new MailQuery { Before = received.Min() }));
        Assert.Equal(3, (await SubjectsAsync(world, session, new MailQuery { Before = received.Max().AddSeconds(1) })).Count);
    }

    [Fact]
    public async Task Reading_while_listing_does_not_wait_for_itself()
    {
        await using var world = await StartAsync();
        Fill(world, 30);
        var session = await world.SignInAsync();
        var read = 0;

        await foreach (var message in world.Client.GetMailAsync(session, new MailQuery(), Ct))
        {
            await foreach (var content in world.Client.GetContentAsync([message], Ct))
            {
                Assert.Equal(message.Subject, content.Subject);
                read++;
            }
        }

        Assert.Equal(30, read);
    }

    [Fact]
    public async Task A_message_that_is_gone_is_MessageNotFound()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        var ghost = new OutlookMessage(session, "INBOX", (await ValidityAsync(world, session)), 4711);

        var error = await Assert.ThrowsAsync<OutlookMailException>(async () => await world.Client.GetContentAsync([ghost], Ct).CountAsync(Ct));

        Assert.Equal(ErrorIds.MessageNotFound, error.ErrorId);
        Assert.Same(ghost, error.Target);
    }

    [Fact]
    public async Task A_UID_of_another_generation_is_never_used()
    {
        await using var world = await StartAsync();
        Fill(world, 1);
        var session = await world.SignInAsync();
        var stale = new OutlookMessage(session, "INBOX", (await ValidityAsync(world, session)) + 1, 1);

        var error = await Assert.ThrowsAsync<OutlookMailException>(async () => await world.Client.GetContentAsync([stale], Ct).CountAsync(Ct));

        Assert.Equal(ErrorIds.MessageStale, error.ErrorId);
    }

    [Fact]
    public async Task A_server_that_stops_in_the_middle_of_a_body_is_never_half_a_mail()
    {
        await using var world = await StartAsync();
        Fill(world, 2);
        var session = await world.SignInAsync();
        var messages = await world.Client.GetMailAsync(session, new MailQuery(), Ct).ToListAsync(Ct);
        var folder = Directory.CreateTempSubdirectory("omt-");
        try
        {
            world.Sandbox.Faults.Next(OutlookSandboxFault.DropMidFetch, int.MaxValue);

            var error = await Assert.ThrowsAsync<OutlookMailException>(async () =>
                await world.Client.SaveMailAsync([messages[0]], new SaveMailRequest(folder.FullName), Ct).CountAsync(Ct));

            Assert.Equal(ErrorIds.MessageUnreadable, error.ErrorId);
            Assert.Empty(folder.EnumerateFiles());
            world.Sandbox.Faults.Clear();
            Assert.Equal(1, await world.Client.SaveMailAsync([messages[0]], new SaveMailRequest(folder.FullName), Ct).CountAsync(Ct));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_saved_mail_is_the_servers_to_the_octet_and_nothing_is_overwritten_unasked()
    {
        await using var world = await StartAsync();
        Fill(world, 1);
        var session = await world.SignInAsync();
        var message = await world.Client.GetMailAsync(session, new MailQuery(), Ct).SingleAsync(Ct);
        var folder = Directory.CreateTempSubdirectory("omt-");
        try
        {
            var saved = await world.Client.SaveMailAsync([message], new SaveMailRequest(folder.FullName), Ct).SingleAsync(Ct);
            var error = await Assert.ThrowsAsync<OutlookMailException>(async () =>
                await world.Client.SaveMailAsync([message], new SaveMailRequest(folder.FullName), Ct).CountAsync(Ct));
            var again = await world.Client.SaveMailAsync([message], new SaveMailRequest(folder.FullName) { Overwrite = true }, Ct).SingleAsync(Ct);

            Assert.Equal(Mail("Mail 1", "body 1"), await File.ReadAllTextAsync(saved.Path, Ct));
            Assert.Equal(ErrorIds.FileExists, error.ErrorId);
            Assert.Equal(saved.Path, again.Path);
            Assert.Single(folder.EnumerateFiles());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_pause_that_is_longer_than_the_command_may_wait_is_named_in_the_error()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync(request => request.RecoveryTime = TimeSpan.FromMinutes(4));
        world.Sandbox.Faults.Next(OutlookSandboxFault.Throttle);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => SubjectsAsync(world, session, new MailQuery()));

        Assert.Equal(ErrorIds.Throttled, error.ErrorId);
        Assert.Equal(TimeSpan.FromMilliseconds(299961), error.RetryAfter);
    }

    private static void Fill(SandboxSession world, int count)
    {
        for (var n = 1; n <= count; n++)
        {
            Append(world, $"Mail {n}", $"body {n}");
        }
    }

    private static void Append(SandboxSession world, string subject, string body) =>
        world.Sandbox.Store.Mailbox("ada@contoso.test").Folder("INBOX").Append(Encoding.UTF8.GetBytes(Mail(subject, body)));

    private static string Mail(string subject, string body) =>
        $"From: Bob <bob@contoso.test>\r\nTo: ada@contoso.test\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n";

    private static async Task<List<string>> SubjectsAsync(SandboxSession world, OutlookSession session, MailQuery query) =>
        await world.Client.GetMailAsync(session, query, Ct).Select(message => message.Subject).ToListAsync(Ct);

    private static async Task<uint> ValidityAsync(SandboxSession world, OutlookSession session)
    {
        Append(world, "probe", "probe");
        return (await world.Client.GetMailAsync(session, new MailQuery { First = 1 }, Ct).SingleAsync(Ct)).UidValidity;
    }
}
