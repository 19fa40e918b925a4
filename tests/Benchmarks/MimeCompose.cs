using System;
using System.Buffers.Text;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Mime;

namespace OutlookMail.Benchmarks;

/// <summary>A mail with a file of 100 MB written to nowhere, over reading the file and encoding it; and the memory that takes.</summary>
internal static class MimeCompose
{
    private const int FileOctets = 100_000_000;

    public static async Task<Result> RunAsync(Settings settings)
    {
        string path = Path.Combine(settings.Target, "outlookmail-compose-" + Environment.ProcessId + ".bin");
        try
        {
            Write(path);
            GC.Collect();
            long idle = Environment.WorkingSet;
            long octets = await ComposeAsync(path);
            using var process = Process.GetCurrentProcess();
            long peak = process.PeakWorkingSet64 - idle;
            Result result = await Turns.TakeAsync(settings, () => Encode(path), async turn =>
            {
                turn.Items = 1;
                turn.Bytes = await ComposeAsync(path);
            });
            result.Bytes = octets;
            result.PeakAboveIdle = peak;
            return result;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<long> ComposeAsync(string path)
    {
        var draft = new MimeComposer
        {
            From = MimeAddress.Parse("ada@contoso.test"),
            To = { MimeAddress.Parse("bob@contoso.test") },
            Subject = "A large file",
            Text = "See the file.",
            Attachments = { MimeAttachmentSource.FromFile(path) },
        };
        MimeComposed mail = draft.Compose();
        await mail.WriteToAsync(Stream.Null, CancellationToken.None);
        return mail.Length;
    }

    private static long Encode(string path)
    {
        byte[] octets = new byte[57 * 1150];
        byte[] encoded = new byte[octets.Length / 3 * 4];
        using FileStream file = File.OpenRead(path);
        long total = 0;
        for (int count = file.ReadAtLeast(octets, octets.Length, false); count > 0; count = file.ReadAtLeast(octets, octets.Length, false))
        {
            Base64.EncodeToUtf8(octets.AsSpan(0, count), encoded, out _, out int written);
            Stream.Null.Write(encoded, 0, written);
            total += written;
        }

        return total;
    }

    private static void Write(string path)
    {
        byte[] block = new byte[1_000_000];
        new Random(1).NextBytes(block);
        using FileStream file = File.Create(path);
        for (int written = 0; written < FileOctets; written += block.Length)
        {
            file.Write(block);
        }
    }
}
