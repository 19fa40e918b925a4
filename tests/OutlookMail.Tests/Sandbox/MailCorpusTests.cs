using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Mime;
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Store;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>Made-up mail is mail: it parses without a defect, is the same each time, and has the variety that it is for.</summary>
public sealed class MailCorpusTests
{
    private static readonly DateTimeOffset End = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_same_seed_gives_the_same_mail_and_another_gives_other()
    {
        byte[][] first = [.. MailCorpus.Generate(20, End).Select(m => m.Message)];
        byte[][] second = [.. MailCorpus.Generate(20, End).Select(m => m.Message)];
        Assert.Equal(first, second);
        Assert.NotEqual(first[0], MailCorpus.Generate(20, End, seed: 7).First().Message);
    }

    [Fact]
    public void Every_message_reads_as_it_was_written()
    {
        var types = new HashSet<string>();
        var charsets = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        DateTimeOffset before = DateTimeOffset.MinValue;
        foreach ((byte[] octets, DateTimeOffset received) in MailCorpus.Generate(400, End))
        {
            using var mail = MimeMessage.Parse(octets);
            Assert.NotNull(mail.From.Single().Address);
            Assert.False(string.IsNullOrWhiteSpace(mail.Subject));
            Assert.DoesNotContain('\uFFFD', mail.Subject!);
            Assert.DoesNotContain('\uFFFD', mail.GetText() ?? "");
            Assert.True(Math.Abs((mail.Date!.Value - received).TotalSeconds) < 1);
            Assert.True(received > before && received <= End);
            before = received;
            types.Add(mail.Body.MediaType);
            charsets.UnionWith(mail.Body.ContentType.Parameters.Where(p => p.Key == "charset").Select(p => p.Value));
            int bare = Enumerable.Range(1, octets.Length - 1).Count(i => octets[i] == '\n' && octets[i - 1] != '\r');
            Assert.Equal(0, bare);
        }

        Assert.Superset(new HashSet<string> { "text/plain", "text/html", "multipart/alternative", "multipart/mixed", "multipart/related", "multipart/report" }, types);
        Assert.True(charsets.Count >= 8, string.Join(' ', charsets));
    }

    [Fact]
    public async Task What_memory_has_no_room_for_is_read_from_a_file_as_it_was()
    {
        await using SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        SandboxFolder folder = server.Store.Mailbox("ada@contoso.test").Folder("INBOX");
        byte[] large = Encoding.ASCII.GetBytes("Subject: large\r\n\r\n" + new string('x', 70 * 1024 * 1024) + "\r\n");
        for (int i = 0; i < 5; i++)
        {
            large[^3] = (byte)('a' + i);
            folder.Append((byte[])large.Clone());
        }

        Assert.Equal("abcde", new string([.. folder.Messages.Select(m => (char)m.Bytes.Span[^3])]));
        Assert.All(folder.Messages, m => Assert.Equal(large.Length, m.Length));
    }
}
