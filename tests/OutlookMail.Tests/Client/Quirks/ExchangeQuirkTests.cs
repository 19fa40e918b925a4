using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Imap;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.Client.Quirks;

public class ExchangeQuirkTests
{
    private const string Substitute =
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=\"us-ascii\"\r\nFrom: Microsoft Exchange Server 2010\r\nTo: Ada <ada@contoso.test>\r\n"
        + "Subject: Retrieval using the IMAP4 protocol failed for the following\r\n message: 20004\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + "The server couldn't retrieve the following message:\r\n";

    [Fact]
    [Quirk(nameof(ExchangeQuirks.AsciiSearch))]
    public async Task Text_beyond_ascii_is_found_and_never_sent()
    {
        await using var world = await StartAsync();
        Append(world, "=?utf-8?Q?Gr=C3=B6=C3=9Fe?=");
        Append(world, "Other");
        var session = await world.SignInAsync();

        var found = await world.Client.GetMailAsync(session, new MailQuery { Subject = "größe", From = "bob" }, Ct).SingleAsync(Ct);

        Assert.Equal("Größe", found.Subject);
        Assert.DoesNotContain(world.Sandbox.Requests, request => request.Answer.Contains("BADCHARSET", StringComparison.Ordinal));
        Assert.True(SearchPlan.From(new MailQuery { Subject = "größe", Body = "ü", From = "ü", To = "ü" }, takesUtf8: false).Server.IsAscii);
    }

    [Fact]
    [Quirk(nameof(ExchangeQuirks.SizeIsAGuess))]
    public async Task A_size_that_is_wrong_changes_nothing_of_what_is_saved()
    {
        await using var world = await StartAsync();
        Append(world, "Small");
        world.Sandbox.Faults.Next(OutlookSandboxFault.WrongSize, int.MaxValue);
        var session = await world.SignInAsync();
        var message = await world.Client.GetMailAsync(session, new MailQuery(), Ct).SingleAsync(Ct);
        var folder = Directory.CreateTempSubdirectory("omt-");
        try
        {
            var saved = await world.Client.SaveMailAsync([message], new SaveMailRequest(folder.FullName), Ct).SingleAsync(Ct);

            Assert.NotEqual(message.Size, saved.Length);
            Assert.Equal(Mail("Small"), await File.ReadAllTextAsync(saved.Path, Ct));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    [Quirk(nameof(ExchangeQuirks.SubstituteMessage))]
    public async Task A_text_in_place_of_a_message_is_marked_where_it_is_read_and_saved()
    {
        await using var world = await StartAsync();
        Append(world, "Broken");
        var session = await world.SignInAsync();
        var message = await world.Client.GetMailAsync(session, new MailQuery(), Ct).SingleAsync(Ct);
        var folder = Directory.CreateTempSubdirectory("omt-");
        try
        {
            world.Sandbox.Faults.Next(OutlookSandboxFault.UnreadableMessage, 2);
            var content = await world.Client.GetContentAsync([message], Ct).SingleAsync(Ct);
            var saved = await world.Client.SaveMailAsync([message], new SaveMailRequest(folder.FullName), Ct).SingleAsync(Ct);
            var whole = await world.Client.GetContentAsync([message], Ct).SingleAsync(Ct);

            Assert.Contains(SubstituteMessage.Explanation, content.Defects);
            Assert.True(saved.IsSubstitute);
            Assert.DoesNotContain(SubstituteMessage.Explanation, whole.Defects);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(Substitute, true)]
    [InlineData("Subject: Retrieval using the IMAP4 protocol failed for the following message: 7\r\n\r\n", true)]
    [InlineData("Subject: RE: Retrieval using the IMAP4 protocol failed for the following message: 7\r\n\r\n", false)]
    [InlineData("Subject: Look\r\n\r\nSubject: Retrieval using the IMAP4 protocol failed for the following message: 7\r\n", false)]
    [InlineData("", false)]
    [Quirk(nameof(ExchangeQuirks.SubstituteMessage))]
    public void It_is_known_by_its_header(string text, bool expected) => Assert.Equal(expected, SubstituteMessage.Is(Encoding.ASCII.GetBytes(text)));

    // MailKit #908 shows these PERMANENTFLAGS, imapsync's FAQ.Exchange the answer.
    [Fact]
    [Quirk(nameof(ExchangeQuirks.NoKeywords))]
    public async Task A_keyword_is_refused_and_the_connection_lives()
    {
        var script = new Transcript("""
            S: * PREAUTH [CAPABILITY IMAP4 IMAP4rev1 UIDPLUS MOVE LITERAL+] The Microsoft Exchange IMAP4 service is ready.
            C: A1 SELECT INBOX
            S: * 1 EXISTS
            S: * FLAGS (\Seen \Answered \Flagged \Deleted \Draft $MDNSent)
            S: * OK [PERMANENTFLAGS (\Seen \Answered \Flagged \Deleted \Draft $MDNSent)] Permanent flags
            S: A1 OK [READ-WRITE] SELECT completed.
            C: A2 UID STORE 1 +FLAGS.SILENT (Project)
            S: A2 BAD Command Argument Error. 11
            C: A3 UID SEARCH KEYWORD Project
            S: A3 BAD Command Argument Error. 11
            C: A4 NOOP
            S: A4 OK NOOP completed.
            """);
        await using var connection = await script.OpenAsync();
        var folder = await connection.SelectAsync("INBOX", readOnly: false);
        Assert.DoesNotContain("\\*", folder.PermanentFlags);
        await Assert.ThrowsAsync<ImapRefusedException>(() => connection.UidStoreAsync(UidSet.Of(1), StoreMode.Add, ["Project"]));
        await Assert.ThrowsAsync<ImapRefusedException>(() => connection.UidSearchAsync(SearchQuery.Keyword("Project")));
        await connection.NoopAsync();
        script.AssertDone();
    }

    [Fact]
    [Quirk(nameof(ExchangeQuirks.NoSpecialUse))]
    public async Task Sent_mail_is_found_by_its_folders_name_in_another_language()
    {
        var script = new Transcript("""
            S: * PREAUTH [CAPABILITY IMAP4 IMAP4rev1 CHILDREN] The Microsoft Exchange IMAP4 service is ready.
            C: A1 LIST "" "*"
            S: * LIST (\Marked \HasNoChildren) "/" INBOX
            S: * LIST (\HasNoChildren) "/" "Gesendete Elemente"
            S: A1 OK LIST completed.
            """);
        await using var connection = await script.OpenAsync();
        Assert.Equal("Gesendete Elemente", await SentFolder.FindAsync(connection, Ct));
    }

    [Fact]
    [Quirk(nameof(ExchangeQuirks.BareResponseCode))]
    public async Task Codes_without_their_OK_count()
    {
        var script = new Transcript("""
            S: * PREAUTH [CAPABILITY IMAP4 IMAP4rev1] ready
            C: A1 EXAMINE INBOX
            S: * 1 EXISTS
            S: * [UIDVALIDITY 14] UIDVALIDITY value
            S: * [UIDNEXT 23072] The next unique identifier value
            S: A1 OK [READ-ONLY] EXAMINE completed.
            """);
        await using var connection = await script.OpenAsync();
        var folder = await connection.SelectAsync("INBOX", readOnly: true);
        Assert.Equal((14u, 23072u), (folder.UidValidity, folder.UidNext));
    }

    [Fact]
    [Quirk(nameof(ExchangeQuirks.RewrittenMessageId))]
    public async Task A_mail_is_found_by_the_id_its_sender_gave_it()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        var sent = await world.Client.SendMailAsync(session, new MailDraft { To = ["ada@contoso.test"], Subject = "Mine", Text = "x" }, Ct);

        var found = await world.Client.GetMailAsync(session, new MailQuery { MessageId = sent.MessageId }, Ct).SingleAsync(Ct);

        Assert.Equal("Mine", found.Subject);
        Assert.NotEqual(sent.MessageId, found.MessageId);
    }

    [Theory]
    [InlineData("same", true)]
    [InlineData("shorter", false)]
    [InlineData("other octets", false)]
    [Quirk(nameof(ExchangeQuirks.RemadeMessage))]
    public async Task A_download_goes_on_only_if_it_is_the_same_message_still(string kind, bool goesOn)
    {
        // 400 octets were to come, 300 came; the last 256 of them are asked for again.
        await using var before = await new Transcript(Body(400, 0)).OpenAsync();
        await using var after = await new Transcript(kind switch
        {
            "shorter" => Body(355, 44),
            "other octets" => Body(356, 45),
            _ => Body(356, 44),
        }).OpenAsync();
        await before.SelectAsync("INBOX", readOnly: true);
        await after.SelectAsync("INBOX", readOnly: true);
        await using var first = before.UidFetchBodyAsync(UidSet.Of(1)).GetAsyncEnumerator(Ct);
        await using var rest = after.UidFetchBodyAsync(UidSet.Of(1)).GetAsyncEnumerator(Ct);
        Assert.True(await first.MoveNextAsync());
        Assert.True(await rest.MoveNextAsync());
        var body = new ResumingBody((_, _) => throw new InvalidOperationException(), first.Current, new byte[ResumingBody.Overlap]);
        for (var left = 300; left > 0;)
        {
            var octets = await first.Current.ReadAsync(Ct);
            octets = octets[..Math.Min(octets.Length, left)];
            left -= octets.Length;
            body.Take(octets);
        }

        Assert.Equal(44, body.ResumeFrom);
        if (goesOn)
        {
            Assert.True(await body.TryResumeAsync(rest.Current, Ct));
            Assert.Equal(Transcript.Body(400)[300..400], (await rest.Current.ReadAsync(Ct))[..100].ToArray());
        }
        else
        {
            await Assert.ThrowsAsync<BodyChangedException>(async () => await body.TryResumeAsync(rest.Current, Ct));
        }
    }

    private static string Body(int length, int from)
    {
        var lines = Encoding.ASCII.GetString(Transcript.Body(from + length), from, length).Split("\r\n");
        var octets = string.Concat(lines[..^1].Select(line => $"S: {line}\n")) + (lines[^1].Length > 0 ? $"S, {lines[^1]}\n" : "");
        return """
            S: * PREAUTH [CAPABILITY IMAP4rev1] ready
            C: A1 EXAMINE INBOX
            S: * 1 EXISTS
            S: A1 OK done
            C: A2 UID FETCH 1 (UID FLAGS INTERNALDATE BODY.PEEK[])
            S: * 1 FETCH (UID 1 BODY[] #)
            """.Replace("#)", $"{{{length}}}", StringComparison.Ordinal) + "\n" + octets + "S: )\nS: A2 OK done\n";
    }

    private static void Append(SandboxSession world, string subject) =>
        world.Sandbox.Store.Mailbox("ada@contoso.test").Folder("INBOX").Append(Encoding.UTF8.GetBytes(Mail(subject)));

    private static string Mail(string subject) => $"From: Bob <bob@contoso.test>\r\nTo: ada@contoso.test\r\nSubject: {subject}\r\n\r\nbody\r\n";
}
