using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using OutlookMail.Store;
using Xunit;

namespace OutlookMail.Tests.Store;

public sealed class MirrorSearchTests : IDisposable
{
    // More than are looked up one by one, whatever else is there.
    private const int Many = 1100;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("outlookmail-search-");
    private readonly MirrorStore store;
    private readonly long mailbox;
    private uint uid;

    public MirrorSearchTests()
    {
        store = MirrorStore.Open(folder.FullName, TimeProvider.System);
        (mailbox, _, _) = store.Mailbox("ada@contoso.test", null);
    }

    public void Dispose()
    {
        store.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_beginning_of_any_length_finds_the_words_that_begin_so_and_no_others()
    {
        string[] words = ["a", "ab", "abc", "abcd", "abcde", "abcdef", "ÄBC", "äbcdé", "xabc", "b", "𠀋", "𠀋字", "zoë"];
        Add("INBOX", words.Select(word => new MirrorDocument { Subject = "s", Body = word }).ToArray());
        foreach (var (beginning, folded) in new[] { ("a", "a"), ("A", "a"), ("ab", "ab"), ("abc", "abc"), ("ABCD", "abcd"), ("äbcde", "abcde"), ("abcdefg", "abcdefg"), ("𠀋", "𠀋"), ("x", "x"), ("q", "q") })
        {
            var expected = words.Where(word => Folded(word).StartsWith(folded, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
            Assert.Equal(expected, Bodies(beginning + "*").Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void A_beginning_of_more_words_than_are_looked_up_finds_them_all()
    {
        Add("INBOX", Enumerable.Range(0, 700).Select(i => new MirrorDocument { Body = FormattableString.Invariant($"order{i:0000} x") }).ToArray());

        Assert.Equal(700, Bodies("order*").Count());
        Assert.Equal(100, Bodies("order02*").Count());
        Assert.Equal(700, Bodies("o*").Count());
    }

    [Fact]
    public void Beginnings_stand_in_phrases_in_fields_and_among_what_is_not_wanted()
    {
        Add(
            "INBOX",
            new MirrorDocument { Subject = "Invoice 1", Body = "the final reminder" },
            new MirrorDocument { Subject = "Invitation", Body = "the invoice was final, so remember" },
            new MirrorDocument { Subject = "Minutes", Body = "nothing" });

        Assert.Equal(["the final reminder"], Bodies("\"final remi\"*"));
        Assert.Equal(["the final reminder"], Bodies("\"final r\"*"));
        Assert.Equal(["the final reminder"], Bodies("subject:invo*"));
        Assert.Equal(["nothing"], Bodies("minutes OR invoi* -f*"));
        Assert.Equal(["nothing"], Bodies("subject:m*"));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(Many)]
    public void Text_in_a_folder_is_found_newest_first_whatever_lies_in_the_others(int messages)
    {
        Add("Other", Texts("Other", Many));
        Add("Work", Texts("Work", messages));
        Add("Other", Texts("Newer", 3));
        Add("Empty");

        Assert.Equal(Enumerable.Range(0, messages).Reverse().Select(i => FormattableString.Invariant($"common Work {i}")), Bodies(new MirrorQuery { Text = "common", Folder = "w?rk" }));
        Assert.Equal(["common Work 1", "common Work 0"], Bodies(new MirrorQuery { Text = "common", Folder = "Work", Skip = messages - 2, First = 5 }));
        Assert.Equal(messages, Bodies(new MirrorQuery { Folder = "Work" }).Count());
        Assert.Empty(Bodies(new MirrorQuery { Text = "common", Folder = "Empty" }));
        Assert.Empty(Bodies(new MirrorQuery { Text = "common", Folder = "Absent" }));
        Assert.Empty(Bodies(new MirrorQuery { Text = "common", Mailbox = "bob@*" }));
        Assert.Equal(Many + messages + 3, Bodies(new MirrorQuery { Text = "common", Mailbox = "ada@*" }).Count());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(Many)]
    public void Text_with_attachments_and_without_is_told_apart(int attached)
    {
        Add("INBOX", Texts("bare", 5));
        Add("INBOX", Enumerable.Range(0, attached).Select(i => new MirrorDocument { Body = FormattableString.Invariant($"common file {i}"), Attachments = "report.pdf" }).ToArray());

        Assert.Equal(attached, Bodies(new MirrorQuery { Text = "common", HasAttachment = true }).Count());
        Assert.Equal("common file 0", Bodies(new MirrorQuery { Text = "common", HasAttachment = true }).Last());
        Assert.Equal(5, Bodies(new MirrorQuery { Text = "common", HasAttachment = false }).Count());
        Assert.Equal(attached, Bodies(new MirrorQuery { Text = "common", HasAttachment = true, Folder = "INBOX" }).Count());
        Assert.Equal(attached, Bodies(new MirrorQuery { HasAttachment = true }).Count());
    }

    [Fact]
    public void A_message_in_two_folders_is_a_hit_in_each()
    {
        var document = new MirrorDocument { Body = "twice" };
        Add("INBOX", document);
        Add("Work", document);

        Assert.Equal(["INBOX", "Work"], store.Search(new MirrorQuery { Text = "twice" }).Select(hit => hit.Folder).Order());
        Assert.Equal(["Work"], store.Search(new MirrorQuery { Text = "twice", Folder = "Work" }).Select(hit => hit.Folder));
    }

    private static string Folded(string word) =>
        new(word.ToLowerInvariant().Normalize(NormalizationForm.FormD).Where(c => char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.NonSpacingMark).ToArray());

    private static MirrorDocument[] Texts(string name, int count) =>
        Enumerable.Range(0, count).Select(i => new MirrorDocument { Body = FormattableString.Invariant($"common {name} {i}") }).ToArray();

    private IEnumerable<string> Bodies(string text) => Bodies(new MirrorQuery { Text = text });

    // The message is its text.
    private IEnumerable<string> Bodies(MirrorQuery query) => store.Search(query).Select(hit => hit.Sha256).ToList().Select(Content);

    private string Content(byte[] sha256)
    {
        using var reader = new StreamReader(store.OpenContent(sha256));
        return reader.ReadToEnd();
    }

    private void Add(string name, params MirrorDocument[] documents)
    {
        var messages = documents.Select(document =>
        {
            var octets = Encoding.UTF8.GetBytes(document.Body);
            return new MirrorMessage(++uid, default, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000 + uid), store.Pack(new MemoryStream(octets), Sha256(octets), octets.Length), document);
        });
        store.Add(store.AddFolder(mailbox, name, 1), messages.ToArray());
    }

    private static byte[] Sha256(byte[] octets)
    {
        using var sha = SHA256.Create();
        return sha.ComputeHash(octets);
    }
}
