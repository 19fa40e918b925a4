using System;
using System.IO;
using System.Text;
using OutlookMail.Client;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Client;

public class SafeFileNameTests
{
    [Theory]
    [InlineData("report.pdf", "report.pdf")]
    [InlineData("../../etc/passwd", "etc passwd")]
    [InlineData("..\\..\\Windows\\system32\\evil.dll", "Windows system32 evil.dll")]
    [InlineData("C:\\temp\\x", "C temp x")]
    [InlineData("a\0b\r\nc", "a b c")]
    [InlineData("...", "fallback")]
    [InlineData("", "fallback")]
    [InlineData(" . ", "fallback")]
    [InlineData("CON", "_CON")]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("LPT1 .doc", "_LPT1 .doc")]
    [InlineData("name.", "name")]
    [InlineData("\u202Egpj.exe", "gpj.exe")]
    [InlineData("stream.txt:hidden", "stream.txt hidden")]
    [InlineData("Grüße 你好 👋.txt", "Grüße 你好 👋.txt")]
    public void A_name_from_mail_becomes_one_that_every_disk_takes(string name, string expected) =>
        Assert.Equal(expected, SafeFileName.Clean(name, "fallback"));

    // Not a row of the theory above: an attribute's text is stored as UTF-8, which has no half a pair.
    [Fact]
    public void Half_a_surrogate_pair_is_no_character() => Assert.Equal("half pair", SafeFileName.Clean("half" + (char)0xD83D + "pair", "fallback"));

    [Fact]
    public void A_long_name_is_cut_between_characters()
    {
        var clean = SafeFileName.Clean(new string('ä', 500) + "👋", "fallback");

        Assert.InRange(Encoding.UTF8.GetByteCount(clean), 100, 120);
        Assert.DoesNotContain('\uFFFD', clean);
    }

    [Theory]
    [InlineData("../../../outside")]
    [InlineData("/absolute")]
    [InlineData("\\\\server\\share")]
    public void A_subject_never_leads_out_of_the_folder(string subject)
    {
        var session = new OutlookSession(Guid.NewGuid(), "ada@contoso.test", "ada@contoso.test");
        var name = FileNamePattern.Parse(FileNamePattern.Default).For(new OutlookMessage(session, "INBOX", 1, 7) { Subject = subject }) + ".eml";

        Assert.Equal(name, Path.GetFileName(name));
        Assert.Equal(Path.GetFullPath("/folder"), Path.GetDirectoryName(Path.GetFullPath(Path.Combine("/folder", name))));
    }
}
