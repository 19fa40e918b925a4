using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using OutlookMail.Mime;

namespace OutlookMail.Tests.Mime;

/// <summary>What the fuzzer starts from: one message of each kind the reader knows.</summary>
internal static class FuzzSamples
{
    private static readonly string[] Texts =
    {
        "From: \"Lovelace, Ada\" <ada@contoso.test>\nTo: A Group:Ed <joe@where.test>,joe@where.test;, x@y.test (Comment)\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\n =?iso-2022-jp?B?GyRCMnE1RBsoQg==?=\nDate: Sun, 22 Nov 2026 07:30:51 -0800 (PST)\nMessage-ID: <1@contoso.test>\nReferences: <a@b> <c@d>\nContent-Type: text/plain; charset=utf-8; format=flowed\nContent-Transfer-Encoding: quoted-printable\n\nHello =C3=BC \nflow=\ning\n> quoted \n> more\n",
        "Content-Type: multipart/mixed; boundary=a\n\npreamble\n--a\nContent-Type: multipart/alternative; boundary=\"aa\"\n\n--aa\n\none\n--aa\nContent-Type: text/html; charset=koi8-r\nContent-Transfer-Encoding: base64\n\nPHA+88/UPC9wPg==\n--aa--\n--a\nContent-Type: application/pdf; name*0*=utf-8''Gr%C3; name*1*=%BC.pdf\nContent-Disposition: attachment; filename=\"x.pdf\"; size=3\nContent-Transfer-Encoding: base64\n\nAAEC\n--a\nContent-Type: message/rfc822\n\nSubject: inner\nContent-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: in digest\n\nx\n--b--\n--a--\nepilogue\n",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=r\nAuthentication-Results: mx.test; dkim=pass (x) header.d=y.test; spf=fail\nList-Id: X <x.test>\nList-Unsubscribe: <mailto:a@b>\nThread-Index: Ac3yWyQn8XKEkqF3Q4mW6BvBNXcVQQAAkRmg\n\n--r\n\nIt failed.\n--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;mail\n\nFinal-Recipient: rfc822;n@c.test\nAction: failed\nStatus: 5.1.1\n--r\nContent-Type: text/rfc822-headers\n\nMessage-ID: <orig@c.test>\n--r--\n",
        "Subject: files\n\nbefore\nbegin 644 data.bin\n#0V%T\n`\nend\n=ybegin line=128 size=3 name=y.bin\nm\u008B\u009E\n=yend size=3\n",
        "Content-Type: text/calendar; method=REQUEST; charset=\"windows-1251\"\n\nBEGIN:VCALENDAR\nSUMMARY:\u00CF\u00F0\nEND:VCALENDAR\n",
        "Content-Type: text/html; charset=utf-7\n\n<html><head><meta charset=x></head><body><p>+AGE-<ul><li>a<li>b</ul><table><tr><td>1<td>2</table><a href=\"http://x.test\">y</a><pre> z\n</pre>\n",
    };

    public static IReadOnlyList<byte[]> All { get; } = Texts.Select(Sample.Bytes).Append(Tnef()).Append(Written()).ToList();

    private static byte[] Tnef()
    {
        // One attachment and a body in compressed RTF (the example of MS-OXRTFCP §3.1.1).
        byte[] rtf = Convert.FromHexString("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0");
        MemoryStream tnef = new();
        tnef.Write(Convert.FromHexString("789f3e220100"));
        Attribute(tnef, 1, 0x9003, BitConverter.GetBytes(1).Concat(BitConverter.GetBytes((ushort)0x102)).Concat(BitConverter.GetBytes((ushort)0x1009)).Concat(BitConverter.GetBytes(1)).Concat(BitConverter.GetBytes(rtf.Length)).Concat(rtf).Concat(new byte[3]).ToArray());
        Attribute(tnef, 2, 0x9002, new byte[14]);
        Attribute(tnef, 2, 0x8010, Encoding.ASCII.GetBytes("b.txt\0"));
        Attribute(tnef, 2, 0x800F, Encoding.ASCII.GetBytes("text"));
        return Encoding.ASCII.GetBytes("Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: binary\r\n\r\n").Concat(tnef.ToArray()).ToArray();
    }

    private static void Attribute(Stream tnef, byte level, ushort tag, byte[] value)
    {
        tnef.WriteByte(level);
        tnef.Write(BitConverter.GetBytes(tag));
        tnef.Write(new byte[2]);
        tnef.Write(BitConverter.GetBytes(value.Length));
        tnef.Write(value);
        tnef.Write(BitConverter.GetBytes((ushort)value.Sum(b => b)));
    }

    private static byte[] Written()
    {
        MimeComposer draft = new()
        {
            From = MimeAddress.Parse("Jürgen <j@contoso.test>"),
            To = { MimeAddress.Parse("bob@contoso.test") },
            Subject = "Über alles und noch mehr, was in eine Zeile nicht hineinpasst",
            Text = "Grüße",
            Html = "<p>Grüße<img src=cid:1></p>",
            Seed = "fuzz",
            Date = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        };
        MimeAttachmentSource image = MimeAttachmentSource.FromBytes(new byte[100], "ü.png");
        image.IsInline = true;
        draft.Attachments.Add(image);
        draft.Attachments.Add(MimeAttachmentSource.FromBytes(new byte[300], "b.pdf"));
        return draft.Compose().ToArray();
    }
}
