using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using Xunit;
using static OutlookMail.Tests.Mailboxes.MailboxWorld;
using Servers = OutlookMail.TestServers.RealServers;

namespace OutlookMail.Tests.Mailboxes;

/// <summary>A message at which the server ends the connection, each time: it is told by its UID, and the others come.</summary>
public sealed class UnreadableMailTests(Servers servers) : IClassFixture<Servers>, IDisposable
{
    private const int Messages = 12;

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("outlookmail-unreadable");

    public void Dispose() => root.Delete(recursive: true);

    [Theory]
    [InlineData(false, "Subject: Mail 5\r")]
    [InlineData(true, "Subject: Mail 5\r")]
    [InlineData(true, "Subject: Mail 1\r", "Subject: Mail 6\r", "Subject: Mail 12\r")]
    public async Task The_others_are_read_and_saved_without_it(bool withBye, params string[] headers)
    {
        await using var world = await StartAsync(On.Exchange, servers);
        await world.FolderAsync("F", Enumerable.Range(1, Messages).Select(i => new TestMail($"Mail {i}") { Body = "body " + new string('x', 2000) }).ToArray());
        var mails = await world.ListAsync(new MailQuery { Folder = "F" });
        var broken = mails.Where(mail => headers.Contains($"Subject: {mail.Subject}\r")).ToArray();
        var subjects = mails.Except(broken).Select(mail => mail.Subject).ToArray();
        Array.ForEach(headers, header => world.Sandbox.Faults.EndAt(header, withBye));

        var (read, saved, attached) = (new RecordedMailboxEvents(), new RecordedMailboxEvents(), new RecordedMailboxEvents());
        var contents = await world.Client.GetContentAsync(mails, new ContentRequest(), read, Ct).Select(content => content.Subject).ToListAsync(Ct);
        var files = await world.Client.SaveMailAsync(mails, new SaveMailRequest(root.FullName), saved, Ct).Select(file => file.Message.Subject).ToListAsync(Ct);
        await world.Client.SaveAttachmentsAsync(mails, new SaveAttachmentRequest(root.FullName), attached, Ct).CountAsync(Ct);

        Assert.Equal(subjects, contents);
        Assert.Equal(subjects, files);
        Assert.Equal(subjects.Length, root.GetFiles().Length);
        foreach (var events in new[] { read, saved, attached })
        {
            Assert.All(events.Failures, failure => Assert.Equal(ErrorIds.MessageUnreadable, failure.ErrorId));
            Assert.Equal(broken.Select(mail => mail.Uid).Order(), events.Failures.Select(failure => ((OutlookMessage)failure.Target!).Uid).Order());
        }

        world.Sandbox.Faults.Clear();
        Assert.Equal(broken.Length, await world.Client.SaveMailAsync(broken, new SaveMailRequest(root.FullName), Ct).CountAsync(Ct));
    }
}
