using System;
using System.Linq;
using System.Text;
using OutlookMail.Mime;
using Xunit;

namespace OutlookMail.Tests.Mime;

/// <summary>The octets come from Python's codecs.</summary>
public sealed class CharsetTests
{
    [Theory]
    [InlineData("iso-8859-2", "5a61bff3b3e62067eab66cb1206a61bcf1", "Zażółć gęślą jaźń")]
    [InlineData("iso-8859-5", "bfe0d8d2d5e220dcd8e0", "Привет мир")]
    [InlineData("iso-8859-6", "e5d1cdc8c7", "مرحبا")]
    [InlineData("iso-8859-7", "cae1ebe7ecddf1e120eafcf3ece5", "Καλημέρα κόσμε")]
    [InlineData("iso-8859-8", "f9ece5ed", "שלום")]
    [InlineData("iso-8859-9", "dd7374616e62756c20f0fcfef6e7", "İstanbul ğüşöç")]
    [InlineData("iso-8859-15", "a420a6a820bd75767265", "€ Šš œuvre")]
    [InlineData("windows-1250", "50f8ed6c699a209e6c759d6f75e86bfd206bf9f2", "Příliš žluťoučký kůň")]
    [InlineData("windows-1251", "d1fae5f8fc20e5f9b8", "Съешь ещё")]
    [InlineData("cp1251", "d1fae5f8fc20e5f9b8", "Съешь ещё")]
    [InlineData("windows-1252", "9351756f7465649420962080", "“Quoted” – €")]
    [InlineData("windows-1253", "c5ebebdce4e1", "Ελλάδα")]
    [InlineData("windows-1254", "49f064fd7220fef6796c65", "Iğdır şöyle")]
    [InlineData("windows-1255", "f9ece5ed20f2e5eced", "שלום עולם")]
    [InlineData("windows-1256", "e3d1cdc8c7", "مرحبا")]
    [InlineData("windows-1257", "c0fe756f6c617320f0e869fb", "Ąžuolas ščiū")]
    [InlineData("koi8-r", "f3dea3d420cec120cfd0ccc1d4d5", "Счёт на оплату")]
    [InlineData("koi8-u", "ebc9a7d720a7d6c1cb", "Київ їжак")]
    [InlineData("iso-2022-jp", "1b244232713544244e3544426a1b28424142431b2442244b2444242424461b2842", "会議の議題ABCについて")]
    [InlineData("shift_jis", "90bf8b818f9182cc82b28a6d9446", "請求書のご確認")]
    [InlineData("euc-jp", "c6fccbdcb8eca5c6a5b9a5c8", "日本語テスト")]
    [InlineData("gb2312", "bbe1d2e9bccdd2aabacdd4a4cbe3", "会议纪要和预算")]
    [InlineData("gb18030", "bbe1d2e9bccdd2aa95328236", "会议纪要𠀀")]
    [InlineData("gbk", "95fed768bc6fe49b", "會議紀錄")]
    [InlineData("big5", "c3f6a9f3a658acf9aababc66aed6", "關於合約的審核")]
    [InlineData("euc-kr", "c8b8c0c720bec8b0c7", "회의 안건")]
    [InlineData("utf-8", "4772c3bcc39f6520f09f9880", "Grüße 😀")]
    [InlineData("utf-7", "47722b4150774133772d65202b5a65566e4c41202b2d2031", "Grüße 日本 + 1")]
    [InlineData("iso-2022-kr", "1b2429430e483840470f200e3e4830470f", "회의 안건")]
    [InlineData("hz-gb-2312", "7e7b3b6152697e7d", "会议")]
    [InlineData("ibm850", "477281e165", "Grüße")]
    [InlineData("macintosh", "47729fa765", "Grüße")]
    [InlineData("utf-16be", "0047007200fc00df0065", "Grüße")]
    [InlineData("tis-620", "cac7d1cab4d5", "สวัสดี")]
    public void A_text_part_and_an_encoded_word_are_read_in_their_charset(string charset, string octets, string expected)
    {
        byte[] bytes = Convert.FromHexString(octets);
        string base64 = Convert.ToBase64String(bytes);
        MimeMessage message = Sample.Read($"Subject: =?{charset}?B?{base64}?=\nContent-Type: text/plain; charset=\"{charset}\"\nContent-Transfer-Encoding: base64\n\n{base64}\n");
        Assert.Equal(expected, message.Subject);
        Assert.Equal(expected, message.TextBody);
    }

    [Theory]
    [InlineData("iso-8859-1", "93e4 80", "“ä€")]
    [InlineData("gb2312", "e946", "镕")]
    [InlineData("ks_c_5601-1987", "8c63", "똠")]
    [InlineData("shift_jis", "8740", "①")]
    [InlineData("iso-2022-jp", "1b2442 2d21 1b2842", "①")]
    public void The_superset_that_senders_really_used_is_read(string charset, string octets, string expected)
    {
        byte[] bytes = Convert.FromHexString(octets.Replace(" ", ""));
        MimeMessage message = Sample.Read($"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(bytes)}\n");
        Assert.Equal(expected, message.TextBody);
    }

    [Fact]
    public void Octets_without_a_charset_are_utf8_if_they_can_be_and_western_otherwise()
    {
        Assert.Equal("Grüße", Sample.Read("\nGr\u00C3\u00BC\u00C3\u009Fe").TextBody);
        Assert.Equal("Grüße", Sample.Read("\nGr\u00FC\u00DFe").TextBody);
        Assert.Equal("Grüße", Sample.Read("Subject: x\nContent-Type: text/plain; charset=us-ascii\n\nGr\u00FC\u00DFe").TextBody);
    }

    [Fact]
    public void An_unknown_charset_still_gives_text_and_a_defect()
    {
        MimeMessage message = Sample.Read("Content-Type: text/plain; charset=x-nobody-knows\n\nGr\u00FC\u00DFe");
        Assert.Equal("Grüße", message.TextBody);
        Assert.Contains(message.Defects, d => d.What == "unknown charset");
    }

    [Fact]
    public void Html_without_a_charset_is_read_by_the_one_it_declares_itself()
    {
        MimeMessage message = Sample.Read("Content-Type: text/html\n\n<meta http-equiv=Content-Type content=\"text/html; charset=koi8-r\"><p>\u00F3\u00DE\u00A3\u00D4</p>");
        Assert.Equal("Счёт", message.GetText());
    }

    [Fact]
    public void Every_code_page_of_the_framework_is_found_by_its_name()
    {
        foreach (EncodingInfo info in CodePagesEncodingProvider.Instance.GetEncodings().Where(e => e.CodePage != 65000))
        {
            Assert.NotNull(Charsets.Find(info.Name));
        }
    }
}
