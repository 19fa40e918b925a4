using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Mime;

namespace OutlookMail.Benchmarks;

/// <summary>Reading messages that are in memory, beside the least that any reader must do with the same octets.</summary>
internal static class MimeBenchmark
{
    private const double StructureBudget = 3;
    private const double StructureAllocationBudget = 0.2;
    private const double HeadersBudget = 1.5;
    private const double DecodeBudget = 1.5;

    /// <summary>The tree of every message, over finding the end of every line.</summary>
    public static Task<Result> StructureAsync(Settings settings)
    {
        MimeCorpus corpus = MimeCorpus.Load(settings);
        return Take(settings, corpus, StructureBudget, () => Lines(corpus), message => CountParts(message.Body));
    }

    /// <summary>Every header field found, over finding the lines of the header sections.</summary>
    public static Task<Result> HeadersAsync(Settings settings)
    {
        MimeCorpus corpus = MimeCorpus.Load(settings);
        return Take(settings, corpus, HeadersBudget, () => HeaderLines(corpus), message => message.Headers.Count);
    }

    /// <summary>Every text to a string and every other part decoded, over Base64 and charset decoding of the same octets.
    /// For quoted-printable, which the framework cannot decode, the raw side does the charset of what it decodes to.</summary>
    public static Task<Result> DecodeAsync(Settings settings)
    {
        MimeCorpus corpus = MimeCorpus.Load(settings);
        var parts = new List<(ReadOnlyMemory<byte> Body, bool IsBase64, Encoding? Charset)>();
        foreach (byte[] octets in corpus.Messages)
        {
            foreach (MimeEntity part in Leaves(MimeMessage.Parse(octets).Body))
            {
                bool isText = part.MediaType.StartsWith("text/", StringComparison.Ordinal);
                ReadOnlyMemory<byte> body = part.TransferEncoding == TransferEncoding.QuotedPrintable ? part.GetContent() : part.OriginalBody;
                parts.Add((body, part.TransferEncoding == TransferEncoding.Base64, isText ? Charsets.Find(part.Charset) ?? Encoding.UTF8 : null));
            }
        }

        byte[] room = new byte[64 * 1024 * 1024];
        return Take(
            settings,
            corpus,
            DecodeBudget,
            () =>
            {
                foreach ((ReadOnlyMemory<byte> body, bool isBase64, Encoding? charset) in parts)
                {
                    ReadOnlySpan<byte> octets = body.Span;
                    if (isBase64)
                    {
                        Base64.DecodeFromUtf8(octets, room, out _, out int written);
                        octets = room.AsSpan(0, written);
                    }

                    _ = charset?.GetString(octets);
                }

                return corpus.Bytes;
            },
            message =>
            {
                int count = 0;
                foreach (MimeEntity part in Leaves(message.Body))
                {
                    if (part.MediaType.StartsWith("text/", StringComparison.Ordinal))
                    {
                        _ = part.GetText();
                    }
                    else
                    {
                        part.CopyContentTo(Stream.Null);
                    }

                    count++;
                }

                return count;
            });
    }

    private static async Task<Result> Take(Settings settings, MimeCorpus corpus, double budget, Func<long> raw, Func<MimeMessage, int> read)
    {
        Result taken = await Turns.TakeAsync(
            settings,
            raw,
            result =>
            {
                long items = 0;
                foreach (byte[] octets in corpus.Messages)
                {
                    items += read(MimeMessage.Parse(octets));
                }

                result.Items = items;
                result.Bytes = corpus.Bytes;
                return Task.CompletedTask;
            });
        taken.Budget = budget;
        taken.AllocationBudget = budget == StructureBudget ? StructureAllocationBudget : 0;
        taken.IsProcessorBound = true;
        return taken;
    }

    private static long Lines(MimeCorpus corpus)
    {
        long lines = 0;
        foreach (byte[] octets in corpus.Messages)
        {
            ReadOnlySpan<byte> rest = octets;
            for (int end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
            {
                lines++;
                rest = rest[(end + 1)..];
            }
        }

        return lines > 0 ? corpus.Bytes : 0;
    }

    private static long HeaderLines(MimeCorpus corpus)
    {
        long lines = 0;
        foreach (byte[] octets in corpus.Messages)
        {
            ReadOnlySpan<byte> rest = octets;
            for (int end = rest.IndexOf((byte)'\n'); end > 1; end = rest.IndexOf((byte)'\n'))
            {
                lines++;
                rest = rest[(end + 1)..];
            }
        }

        return lines > 0 ? corpus.Bytes : 0;
    }

    private static int CountParts(MimeEntity part)
    {
        int count = 1;
        if (part.GetNestedMessage() is MimeMessage nested)
        {
            count += CountParts(nested.Body);
        }

        foreach (MimeEntity child in part.Children)
        {
            count += CountParts(child);
        }

        return count;
    }

    private static IEnumerable<MimeEntity> Leaves(MimeEntity part)
    {
        if (part.Children.Count == 0)
        {
            yield return part;
        }

        foreach (MimeEntity child in part.Children)
        {
            foreach (MimeEntity leaf in Leaves(child))
            {
                yield return leaf;
            }
        }
    }
}
