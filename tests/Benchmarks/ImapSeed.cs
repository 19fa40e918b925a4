using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Imap;

namespace OutlookMail.Benchmarks;

/// <summary>Fills <c>--folder</c> up to <c>--count</c> messages, of <c>--size</c> octets each or as large as mail is.</summary>
internal static class ImapSeed
{
    private const int Messages = 20_000;

    private static readonly byte[] Line = Encoding.ASCII.GetBytes("A line of a message, about as long as they are in mail: 76 octets with its end.\r\n");

    public static async Task<Result> RunAsync(Settings settings)
    {
        await using ImapConnection connection = await settings.ConnectAsync();
        try
        {
            await connection.CreateAsync(settings.Folder);
        }
        catch (ImapRefusedException)
        {
            // It is there.
        }

        SelectedFolder folder = await connection.SelectAsync(settings.Folder, readOnly: true);
        int count = settings.Count ?? Messages;
        var result = new Result { Items = count };
        long began = Stopwatch.GetTimestamp();
        var random = new Random(1);
        IEnumerable<AppendMessage> missing = Enumerable.Range(0, count)
            .Select(i => (Number: i, Octets: settings.Size > 0 ? settings.Size : random.Next(1_000, 40_000)))
            .Skip((int)folder.Exists)
            .Select(m => Message(m.Number, m.Octets));
        await foreach (AppendResult one in connection.AppendAsync(settings.Folder, missing))
        {
            if (one.Refusal is not null)
            {
                throw one.Refusal;
            }

            result.Bytes += one.Message.Length;
        }

        result.Ours.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        return result;
    }

    /// <summary>A message of about that many octets, with an attachment; written when it is sent, never held.</summary>
    public static AppendMessage Message(int number, long octets)
    {
        byte[] head = Encoding.ASCII.GetBytes(string.Format(
            CultureInfo.InvariantCulture,
            "From: \"Ada Lovelace\" <ada{0}@contoso.test>\r\nTo: Bob <bob@contoso.test>, Carol <carol@contoso.test>\r\nSubject: Report {0} of the quarter\r\n"
            + "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\nMessage-ID: <{0}@contoso.test>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b{0}\"\r\n\r\n"
            + "--b{0}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello.\r\n--b{0}\r\nContent-Type: application/pdf; name=\"report {0}.pdf\"\r\n"
            + "Content-Disposition: attachment; filename=\"report {0}.pdf\"\r\n\r\n",
            number));
        byte[] foot = Encoding.ASCII.GetBytes(string.Format(CultureInfo.InvariantCulture, "--b{0}--\r\n", number));
        long lines = Math.Max(1, (octets - head.Length - foot.Length) / Line.Length);
        byte[] piece = lines > 1000 ? [.. Enumerable.Repeat(Line, 800).SelectMany(l => l)] : Line;
        lines = lines * Line.Length / piece.Length;
        return new AppendMessage(
            async (Stream stream, System.Threading.CancellationToken ct) =>
            {
                await stream.WriteAsync(head, ct);
                for (long i = 0; i < lines; i++)
                {
                    await stream.WriteAsync(piece, ct);
                }

                await stream.WriteAsync(foot, ct);
            },
            head.Length + (lines * piece.Length) + foot.Length);
    }
}
