using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OutlookMail.Mime;
using Xunit;

namespace OutlookMail.Tests.Mime;

/// <summary>Python's email package, which nobody here wrote, reads what this library writes, and reads beside it.</summary>
public sealed class WitnessTests
{
    private const int Messages = 200;

    private static readonly string[] Words =
    {
        "budget", "Grüße", "für", "März", "会議の議題について", "Обзор", "quarter", "=?x?=", "\"quoted\"", "a,b", "(c)", "😀", "naïve", "ΕΛΛΗΝΙΚΑ", "x;y", "1:2", "back\\slash", "[list]", "under_score", "a@b",
    };

    [Fact]
    public void What_is_written_is_read_by_python_as_it_was_meant()
    {
        Random random = new(6);
        List<MimeComposer> drafts = Enumerable.Range(0, Messages).Select(_ => Draft(random)).ToList();
        List<JsonElement> seen = Ask(drafts.Select(d => d.Compose().ToArray()));
        Assert.Equal(Messages, seen.Count);
        foreach ((MimeComposer draft, JsonElement witness) in drafts.Zip(seen))
        {
            Assert.Equal(draft.Subject, witness.GetProperty("subject").GetString());

            // Python 3.11 keeps the blank between two encoded words of a name, against RFC 2047 §6.2.
            Assert.Equal(draft.To.Select(a => a.Name!.Replace(" ", "") + "|" + a.Address), witness.GetProperty("to").EnumerateArray().Select(a => a.GetProperty("name").GetString()!.Replace(" ", "") + "|" + a.GetProperty("address").GetString()));
            Assert.Equal(draft.Date.ToUnixTimeSeconds(), witness.GetProperty("date").GetInt64());
            Assert.Empty(witness.GetProperty("defects").EnumerateArray());
            List<string> expected = new() { "text/plain|" + Hash(Lines(draft, draft.Text!)) };
            if (draft.Html != null)
            {
                expected.Add("text/html|" + Hash(Lines(draft, draft.Html)));
            }

            expected.AddRange(draft.Attachments.Select(a => a.ContentType + "|" + a.Name));
            Assert.Equal(expected, witness.GetProperty("parts").EnumerateArray().Select((p, i) => p.GetProperty("type").GetString() + "|" + p.GetProperty(p.GetProperty("name").GetString() == "" ? "hash" : "name").GetString()));
        }
    }

    [Fact]
    public void What_others_write_is_read_as_python_reads_it()
    {
        byte[][] samples =
        {
            Sample.Bytes("To: Joe Q. Public <john.q.public@example.com>, \"Doe, Jane\" <jane@x.test>\nSubject: =?iso-8859-1?q?this=20is=20some=20text?= and =?utf-8?B?w7w=?=\nDate: Fri, 21 Nov 1997 09:55:06 -0600\nContent-Type: multipart/mixed; boundary=\"a b\"\n\n--a b\nContent-Type: text/plain; charset=iso-2022-jp\n\n\x1B$B2q5D\x1B(B\n--a b\nContent-Type: application/pdf; name=\"x.pdf\"\nContent-Disposition: attachment; filename*0=\"long \"; filename*1=\"name.pdf\"\nContent-Transfer-Encoding: base64\n\nAAEC\nAwQ=\n--a b--\n"),
            Sample.Bytes("To: a@b.test\nSubject: folded\n subject\nDate: 21 Nov 97 09:55:06 GMT\nContent-Type: text/plain; charset=\"koi8-r\"\nContent-Transfer-Encoding: quoted-printable\n\n=F3=DE=\n=A3=D4\nnext=20\n"),
            Sample.Bytes("To: a@b.test\nSubject: nested\nDate: Fri, 21 Nov 1997 09:55:06 +0000\nContent-Type: multipart/digest; boundary=d\n\n--d\n\nSubject: inner\nContent-Type: multipart/alternative; boundary=dd\n\n--dd\n\nx\n--dd\nContent-Type: text/html; charset=utf-8\n\n<b>\u00C3\u00BC</b>\n--dd--\n--d--\n"),
        };
        foreach ((byte[] sample, JsonElement witness) in samples.Zip(Ask(samples)))
        {
            MimeMessage message = MimeMessage.Parse(sample);
            Assert.Equal(witness.GetProperty("subject").GetString(), message.Subject);
            Assert.Equal(witness.GetProperty("to").EnumerateArray().Select(a => a.GetProperty("name").GetString() + "|" + a.GetProperty("address").GetString()), message.To.Select(a => a.Name + "|" + a.Address));
            Assert.Equal(witness.GetProperty("date").GetInt64(), message.Date!.Value.ToUnixTimeSeconds());
            Assert.Equal(
                witness.GetProperty("parts").EnumerateArray().Select(p => p.GetProperty("type").GetString() + "|" + p.GetProperty("name").GetString() + "|" + p.GetProperty("hash").GetString()),
                Leaves(message.Body).Select(p => p.MediaType + "|" + p.FileName + "|" + (p.MediaType.StartsWith("text/", StringComparison.Ordinal) ? Hash(p.GetText()) : Hash(p.GetContent()))));
        }
    }

    private static MimeComposer Draft(Random random)
    {
        string Text(int most) => string.Join(' ', Enumerable.Range(0, 1 + random.Next(most)).Select(_ => Words[random.Next(Words.Length)]));
        MimeComposer draft = new()
        {
            From = MimeAddress.Parse("ada@contoso.test"),
            Subject = Text(20),
            Text = Text(200).Replace("x;y", "\r\n"),
            Html = random.Next(2) == 0 ? "<p>" + Text(100) + "</p>" : null,
            Date = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(random.Next(-11, 12))).AddMinutes(random.Next(100_000)),
        };
        for (int i = 0; i <= random.Next(4); i++)
        {
            draft.To.Add(new MimeAddress("user" + i + "@contoso.test", Text(3)));
        }

        for (int i = random.Next(3); i > 0; i--)
        {
            draft.Attachments.Add(MimeAttachmentSource.FromBytes(new byte[random.Next(500)], Text(8) + ".pdf"));
        }

        return draft;
    }

    /// <summary>A text that is the whole body gets a line end at its own end.</summary>
    private static string Lines(MimeComposer draft, string text) =>
        draft.Html == null && draft.Attachments.Count == 0 && !text.EndsWith('\n') ? text + "\r\n" : text;

    private static IEnumerable<MimeEntity> Leaves(MimeEntity part)
    {
        if (part.GetNestedMessage() is MimeMessage nested)
        {
            return Leaves(nested.Body);
        }

        return part.Children.Count == 0 ? new[] { part } : part.Children.SelectMany(Leaves);
    }

    private static string Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    private static string Hash(byte[] octets) => Convert.ToHexString(SHA256.HashData(octets)).ToLowerInvariant();

    private static List<JsonElement> Ask(IEnumerable<byte[]> messages)
    {
        string folder = Directory.CreateTempSubdirectory("witness").FullName;
        try
        {
            int count = 0;
            foreach (byte[] message in messages)
            {
                File.WriteAllBytes(Path.Combine(folder, (count++).ToString("D6", System.Globalization.CultureInfo.InvariantCulture) + ".eml"), message);
            }

            ProcessStartInfo start = new("python3", new[] { Path.Combine(Architecture.SourceTree.Root, "tests", "OutlookMail.Tests", "Mime", "witness.py"), folder })
            {
                RedirectStandardOutput = true,
                StandardOutputEncoding = Encoding.UTF8,
            };
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 is not on PATH.");
            throw;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
