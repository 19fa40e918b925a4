using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Mime;

namespace OutlookMail.Benchmarks;

/// <summary>The tree of a message of 1 GB in a mapped file, its attachment decoded, over finding the end of every line of it.</summary>
internal static class MimeHuge
{
    private const long Size = 1L << 30;

    public static async Task<Result> RunAsync(Settings settings)
    {
        string path = Path.Combine(settings.Target, "outlookmail-huge-" + Environment.ProcessId + ".eml");
        try
        {
            Write(path);
            return await Turns.TakeAsync(settings, () => Lines(path), result =>
            {
                using MimeMessage message = MimeMessage.Open(path);
                foreach (MimeEntity part in message.Body.Children)
                {
                    part.CopyContentTo(Stream.Null);
                    result.Items++;
                }

                return Task.CompletedTask;
            });
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Write(string path)
    {
        byte[] line = Encoding.ASCII.GetBytes(new string('Q', 76) + "\r\n");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        file.Write("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"u8);
        while (file.Position < Size)
        {
            file.Write(line);
        }

        file.Write("--b--\r\n"u8);
    }

    private static long Lines(string path)
    {
        using MimeMessage message = MimeMessage.Open(path);
        ReadOnlySpan<byte> rest = message.OriginalBytes.Span;
        for (int end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
        {
            rest = rest[(end + 1)..];
        }

        return message.Length;
    }
}
