using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using OutlookMail.Mime;
using Xunit;

namespace OutlookMail.Tests.Mime;

public sealed class TnefTests
{
    private static readonly byte[] Picture = { 1, 2, 3, 4, 5 };

    [Fact]
    public void Winmail_dat_shows_its_body_and_its_files_in_place_of_itself()
    {
        byte[] tnef = new TnefBuilder()
            .Attribute(1, 0x9007, BitConverter.GetBytes(1252).Concat(new byte[4]).ToArray())
            .Attribute(1, 0x8004, Encoding.Latin1.GetBytes("Subject\0"))
            .Attribute(1, 0x9003, new PropertyList().Unicode(0x0037, "Grüße").Unicode(0x1000, "The body").Int(0x3FDE, 65001).Binary(0x1013, Encoding.UTF8.GetBytes("<p>Grüße</p>")))
            .Attribute(2, 0x9002, new byte[14])
            .Attribute(2, 0x8010, Encoding.Latin1.GetBytes("SHORT~1.PNG\0"))
            .Attribute(2, 0x800F, Picture)
            .Attribute(2, 0x9005, new PropertyList().Named().Unicode(0x3707, "a long näme.png").String8(0x370E, "image/png").Unicode(0x3712, "1@x"))
            .Attribute(2, 0x9002, new byte[14])
            .Attribute(2, 0x8010, Encoding.Latin1.GetBytes("b.txt\0"))
            .Attribute(2, 0x800F, Encoding.ASCII.GetBytes("text"))
            .ToArray();
        MimeMessage message = Sample.Read("Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n" + Convert.ToBase64String(tnef));
        Assert.Equal("The body", message.TextBody);
        Assert.Equal("<p>Grüße</p>", message.HtmlBody);
        Assert.Equal("b.txt", Assert.Single(message.Attachments).FileName);
        MimeEntity image = Assert.Single(message.InlineImages);
        Assert.Equal("a long näme.png", image.FileName);
        Assert.Equal("1@x", image.ContentId);
        Assert.Equal(Picture, image.GetContent());
        Assert.Empty(message.Defects);

        TnefMessage packed = TnefMessage.Read(tnef)!;
        Assert.True(packed.IsComplete);
        Assert.Equal("Grüße", packed.Subject);
    }

    [Fact]
    public void A_cut_winmail_dat_gives_what_it_has_and_stays_beside_it()
    {
        byte[] tnef = new TnefBuilder().Attribute(2, 0x9002, new byte[14]).Attribute(2, 0x8010, Encoding.Latin1.GetBytes("b.txt\0")).Attribute(2, 0x800F, Encoding.ASCII.GetBytes("text")).Attribute(1, 0x8004, new byte[90]).ToArray();
        for (int length = 0; length < tnef.Length; length++)
        {
            TnefMessage.Read(tnef.AsSpan(0, length));
        }

        MimeMessage message = Sample.Read("Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n" + Convert.ToBase64String(tnef, 0, tnef.Length - 5));
        Assert.Equal(new[] { "b.txt", "winmail.dat" }, message.Attachments.Select(a => a.FileName));
        Assert.NotEmpty(message.Defects);
    }

    [Fact]
    public void Compressed_rtf_is_expanded_as_the_specification_shows()
    {
        // MS-OXRTFCP §3.1.1 and §3.2.1: both examples of the specification.
        byte[] simple = Convert.FromHexString("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0");
        byte[] run = Convert.FromHexString("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0");
        Assert.Equal("hello world", RtfOf(simple).Trim());
        Assert.Equal("WXYZWXYZWXYZWXYZWXYZ", RtfOf(run).Trim());
    }

    [Fact]
    public void Html_wrapped_in_rtf_is_unwrapped()
    {
        const string Rtf = "{\\rtf1\\ansi\\ansicpg1251\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fswiss Arial;}}{\\*\\htmltag64 <p>}\\htmlrtf \\b \\htmlrtf0 \\'cf\\u1088?\\'e8 {\\*\\mhtmltag84 <x>}{\\*\\htmltag84 <b>}ok{\\*\\htmltag92 </b>}{\\*\\unknown hidden}{\\*\\htmltag72 </p>}}";
        byte[] stored = BitConverter.GetBytes(Rtf.Length + 12).Concat(BitConverter.GetBytes(Rtf.Length)).Concat(BitConverter.GetBytes(0x414C454D)).Concat(new byte[4]).Concat(Encoding.Latin1.GetBytes(Rtf)).ToArray();
        byte[] tnef = new TnefBuilder().Attribute(1, 0x9003, new PropertyList().Binary(0x1009, stored)).ToArray();
        Assert.Equal("<p>При <b>ok</b></p>", TnefMessage.Read(tnef)!.Html);
    }

    private static string RtfOf(byte[] compressed) =>
        TnefMessage.Read(new TnefBuilder().Attribute(1, 0x9003, new PropertyList().Binary(0x1009, compressed)).ToArray())!.Text!;
}
