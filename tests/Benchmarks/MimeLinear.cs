using System;
using System.Collections.Generic;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Tests.Mime;

namespace OutlookMail.Benchmarks;

/// <summary>Messages that try a reader's patience, read whole at one size and at four times that: the ratio is that of the
/// shape which grows worst, over four times the time of its smaller form. A quadratic reader shows 4.</summary>
internal static class MimeLinear
{
    // Above what larger blocks of memory and a machine at work cost, far below the 4 of a reader that starts over and over.
    private const double Budget = 2;

    private const int Growth = 4;

    private const int Tries = 5;

    private static readonly Dictionary<string, Func<int, string>> Shapes = new(StringComparer.Ordinal)
    {
        ["parts"] = n => "Content-Type: multipart/mixed; boundary=b\n\n" + Many("--b\n\nx\n", n * 50_000) + "--b--\n",
        ["fields"] = n => Many("X-Field: value\n", n * 50_000) + "\nx",
        ["levels"] = n => Levels(n * 20_000),
        ["messages in messages"] = n => Many("Content-Type: message/rfc822\n\n", n * 200_000) + "x",
        ["body"] = n => "Subject: s\nContent-Type: text/plain\n\n" + Many("a line of a body that is long\n", n * 150_000),
        ["quoted-printable"] = n => "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n" + Many("=C3=A4=\n ==", n * 150_000),
        ["base64"] = n => "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n" + Many("QU= JD\n", n * 250_000),
        ["boundaries that are none"] = n => "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + Many("--bb\n--\n-", n * 150_000),
        ["Subject of encoded words"] = n => Field("Subject", "=?utf-8?Q?a?= ", n),
        ["Subject of begun words"] = n => Field("Subject", "=?utf-8?Q?", n),
        ["To of addresses"] = n => Field("To", "a@b.test, ", n),
        ["To of groups"] = n => Field("To", "a@b:", n),
        ["To of comments"] = n => Field("To", "(", n),
        ["To of quotes"] = n => Field("To", "\"", n),
        ["Content-Type of parameters"] = n => Field("Content-Type", "; a=\"b\" ", n),
        ["Content-Type of continuations"] = n => Field("Content-Type", "; a*1=b", n),
        ["References"] = n => Field("References", "<a@b> ", n),
    };

    public static Task<Result> RunAsync(Settings settings)
    {
        var worst = new Result { Budget = Budget, IsProcessorBound = true };
        double worstRatio = 0;
        foreach ((string name, Func<int, string> shape) in Shapes)
        {
            byte[] small = Encoding.ASCII.GetBytes(shape(1));
            byte[] large = Encoding.ASCII.GetBytes(shape(Growth));
            MessageFuzzer.ReadAll(small);
            double one = double.MaxValue;
            double four = double.MaxValue;
            for (int i = 0; i < Tries; i++)
            {
                one = Math.Min(one, Milliseconds(small));
                four = Math.Min(four, Milliseconds(large));
            }

            double ratio = four / (Growth * one);
            Console.Error.WriteLine(FormattableString.Invariant($"{name}: {small.Length} octets {one:F1} ms, {large.Length} octets {four:F1} ms, {ratio:F2}"));
            worst.Items++;
            if (ratio > worstRatio)
            {
                worstRatio = ratio;
                worst.Bytes = large.Length;
                worst.Raw.Clear();
                worst.RawCpu.Clear();
                worst.Ours.Clear();
                worst.OursCpu.Clear();
                worst.Raw.Add(Growth * one);
                worst.RawCpu.Add(Growth * one);
                worst.Ours.Add(four);
                worst.OursCpu.Add(four);
            }
        }

        return Task.FromResult(worst);
    }

    private static double Milliseconds(byte[] message)
    {
        GC.Collect();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        MessageFuzzer.ReadAll(message);
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }

    private static string Field(string name, string piece, int times) => name + ": " + Many(piece, times * 10_000_000 / piece.Length) + "\n\nx";

    private static string Many(string piece, int count) => new StringBuilder(piece.Length * count).Insert(0, piece, count).ToString();

    private static string Levels(int count)
    {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n");
        }

        return text.ToString();
    }
}
