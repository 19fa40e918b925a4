using System;
using System.IO;
using System.Linq;
using System.Text;
using OutlookMail.Mime;
using Xunit;

namespace OutlookMail.Tests.Mime;

public sealed class MailboxTests
{
    private static string[] Read(string mbox, MboxVariant variant, bool seekable = true)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(mbox);
        Stream stream = seekable ? new MemoryStream(bytes) : new OneOctetStream(bytes);
        return MboxReader.Read(stream, variant).Select(e => Encoding.Latin1.GetString(e.Bytes)).ToArray();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Messages_are_told_apart_by_from_lines_after_an_empty_one(bool seekable)
    {
        string[] messages = Read("From a@b Sun\nSubject: 1\n\none\nFrom here on text\n\nFrom c@d Mon\nSubject: 2\n\ntwo\n", MboxVariant.Any, seekable);
        Assert.Equal(new[] { "Subject: 1\n\none\nFrom here on text\n", "Subject: 2\n\ntwo\n" }, messages);
    }

    [Theory]
    [InlineData(MboxVariant.MboxO, "From x\n>>From y\n")]
    [InlineData(MboxVariant.MboxRd, "From x\n>From y\n")]
    public void Quoting_is_undone_as_the_variant_does_it(MboxVariant variant, string expected) =>
        Assert.Equal("Subject: 1\n\n" + expected, Assert.Single(Read("From a@b Sun\nSubject: 1\n\n>From x\n>>From y\n\n", variant)));

    [Theory]
    [InlineData(MboxVariant.MboxCl2)]
    [InlineData(MboxVariant.Any)]
    public void A_content_length_covers_from_lines_in_the_body(MboxVariant variant)
    {
        string body = "one\n\nFrom nobody\n";
        string[] messages = Read($"From a@b Sun\nContent-Length: {body.Length}\n\n{body}\nFrom c@d Mon\nSubject: 2\n\ntwo\n", variant);
        Assert.Equal(2, messages.Length);
        Assert.EndsWith("\n\n" + body, messages[0]);
    }

    [Fact]
    public void A_content_length_that_is_wrong_is_not_believed()
    {
        string[] messages = Read("From a@b Sun\nContent-Length: 5000\n\none\n\nFrom c@d Mon\nSubject: 2\n\ntwo\n", MboxVariant.Any);
        Assert.Equal(2, messages.Length);
    }

    [Fact]
    public void The_from_line_and_the_place_of_each_message_are_kept()
    {
        MboxEntry[] entries = MboxReader.Read(new MemoryStream(Encoding.ASCII.GetBytes("From a@b Sun\n\none\n\nFrom c@d Mon\n\ntwo\n"))).ToArray();
        Assert.Equal(new[] { "a@b Sun", "c@d Mon" }, entries.Select(e => e.FromLine));
        Assert.Equal(new long[] { 0, 19 }, entries.Select(e => e.Offset));
        Assert.Equal("two\n", entries[1].Parse().TextBody);
    }

    [Fact]
    public void A_file_that_is_no_mbox_is_refused() =>
        Assert.Throws<InvalidDataException>(() => Read("Subject: x\n\n", MboxVariant.Any));

    [Fact]
    public void A_long_line_in_pieces_stays_one_line()
    {
        string line = new('x', 300_000);
        Assert.Equal("Subject: 1\n\n" + line + "\n", Assert.Single(Read("From a\nSubject: 1\n\n" + line + "\n", MboxVariant.Any)));
    }

    [Fact]
    public void A_maildir_gives_its_messages_with_their_flags()
    {
        string path = Directory.CreateTempSubdirectory("maildir").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(path, "cur"));
            Directory.CreateDirectory(Path.Combine(path, "new"));
            File.WriteAllText(Path.Combine(path, "cur", "1.a.host:2,FS"), "Subject: seen\n\nx");
            File.WriteAllText(Path.Combine(path, "new", "2.b.host"), "Subject: fresh\n\nx");
            File.WriteAllText(Path.Combine(path, "cur", ".hidden"), "");
            MaildirEntry[] entries = MaildirReader.Read(path).ToArray();
            Assert.Equal(new[] { "1.a.host", "2.b.host" }, entries.Select(e => e.UniqueName));
            Assert.Equal("FS", entries[0].Flags);
            Assert.True(entries[0].IsSeen);
            Assert.True(entries[1].IsNew);
            using MimeMessage message = entries[1].Open();
            Assert.Equal("fresh", message.Subject);
            Assert.Throws<DirectoryNotFoundException>(() => MaildirReader.Read(Path.Combine(path, "cur")));
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private sealed class OneOctetStream : MemoryStream
    {
        public OneOctetStream(byte[] bytes)
            : base(bytes)
        {
        }

        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));
    }
}
