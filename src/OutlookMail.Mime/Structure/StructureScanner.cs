using System;
using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>Finds every part of a message in one pass: header sections are walked line by line, bodies are searched
/// for lines that begin with two hyphens and nothing else in them is looked at.</summary>
internal sealed class StructureScanner
{
    // A hostile message leaves a large array behind; it is not kept for the life of the thread.
    private const int MaxKeptNodes = 1024;

    [ThreadStatic]
    private static StructureScanner? kept;

    private readonly BoundaryStack boundaries = new();
    private readonly List<(int Node, int At, int Length)> guesses = new();
    private PartNode[] nodes = new PartNode[16];
    private int count;
    private MessageContext context = null!;

    /// <summary>The parts of the message; the first is the message itself.</summary>
    public static PartNode[] Scan(MessageContext context)
    {
        StructureScanner scanner = kept ?? new StructureScanner();
        kept = null;
        scanner.context = context;
        ReadOnlySpan<byte> message = context.Bytes.Span;
        int first = scanner.AddEntity(message, -1, 0, inDigest: false);
        scanner.ScanBodies(message, first, -1);
        scanner.UseGuesses(message);
        PartNode[] result = scanner.nodes.AsSpan(0, scanner.count).ToArray();
        scanner.Reset();
        return result;
    }

    private void Reset()
    {
        context = null!;
        count = 0;
        guesses.Clear();
        boundaries.Clear();
        kept = nodes.Length <= MaxKeptNodes ? this : null;
    }

    /// <summary>Walks from the open part <paramref name="current"/> to the end of the span; every part below
    /// <paramref name="root"/> has its end afterwards.</summary>
    private void ScanBodies(ReadOnlySpan<byte> message, int current, int root)
    {
        int position = nodes[current].BodyStart;
        while (boundaries.Count > 0 && FindDelimiter(message, ref position, out int lineStart, out int level, out bool isClose))
        {
            int container = boundaries[level].Node;
            Close(current, container, LineEndBefore(message, lineStart));
            DropAbove(level + 1, message, lineStart);
            if (isClose)
            {
                KeepGuess(boundaries[level]);
                boundaries.Truncate(level, message);
                current = container;
                continue;
            }

            current = AddEntity(message, container, position, boundaries[level].IsDigest);
            position = nodes[current].BodyStart;
        }

        DropAbove(0, message, message.Length);
        Close(current, root, message.Length);
    }

    /// <summary>Reads the header section at <paramref name="start"/>, and those of the messages directly inside it.</summary>
    private int AddEntity(ReadOnlySpan<byte> message, int parent, int start, bool inDigest)
    {
        while (true)
        {
            PartNode node = new()
            {
                Start = start,
                Parent = parent,
                FirstChild = -1,
                LastChild = -1,
                NextSibling = -1,
                Depth = parent < 0 ? context.Depth : nodes[parent].Depth + 1,
                IsInDigest = inDigest,
                End = -1,
            };
            ReadHeader(message, ref node);
            ContentKind kind = ContentKind.Of(message.Slice(node.TypeStart, node.TypeEnd - node.TypeStart), inDigest);
            if (kind.IsMultipart)
            {
                node.Kind = PartKind.Multipart;
            }
            else if (kind.IsMessage && node.Encoding == TransferEncoding.Identity)
            {
                node.Kind = PartKind.Message;
            }

            if (node.Kind != PartKind.Leaf && node.Depth >= MimeLimits.MaxDepth)
            {
                context.Report(node.Start, "nested too deep: kept as one part", "RFC 2046 §5");
                node.Kind = PartKind.Leaf;
            }

            int index = Add(node);
            if (node.Kind == PartKind.Multipart)
            {
                BoundaryStack.Entry entry = new() { Node = index, IsDigest = kind.IsDigest };
                if (!BoundaryParameter.Find(message.Slice(0, node.TypeEnd), node.TypeStart, ref entry))
                {
                    entry.Length = 0;
                    context.Report(node.TypeStart, "multipart without a usable boundary", "RFC 2046 §5.1.1");
                }

                boundaries.Push(entry, message);
            }

            if (node.Kind != PartKind.Message)
            {
                return index;
            }

            parent = index;
            start = node.BodyStart;
            inDigest = false;
        }
    }

    private int Add(in PartNode node)
    {
        if (count == nodes.Length)
        {
            Array.Resize(ref nodes, nodes.Length * 2);
        }

        int index = count++;
        nodes[index] = node;
        if (node.Parent >= 0)
        {
            ref PartNode container = ref nodes[node.Parent];
            if (container.FirstChild < 0)
            {
                container.FirstChild = index;
            }
            else
            {
                nodes[container.LastChild].NextSibling = index;
            }

            container.LastChild = index;
        }

        return index;
    }

    /// <summary>Fills in where the body begins, where the type stands, and how the body is encoded.</summary>
    private void ReadHeader(ReadOnlySpan<byte> message, ref PartNode node)
    {
        bool hasEncoding = false;
        FieldScanner fields = new(message, node.Start);
        while (true)
        {
            if (boundaries.Count > 0 && IsDelimiter(message, fields.Next))
            {
                // `--a:b` would pass for a field.
                fields.EndHere();
            }

            if (!fields.MoveNext())
            {
                break;
            }

            ReadOnlySpan<byte> name = message.Slice(fields.Start, fields.NameEnd - fields.Start);
            if (name.Length < 12 || (name[0] | 0x20) != (byte)'c' || !Ascii.StartsWithLower(name, "content-t"u8))
            {
                continue;
            }

            if (node.TypeEnd == 0 && Ascii.EqualsLower(name, "content-type"u8))
            {
                node.TypeStart = fields.ValueStart;
                node.TypeEnd = fields.End;
            }
            else if (!hasEncoding && Ascii.EqualsLower(name, "content-transfer-encoding"u8))
            {
                hasEncoding = true;
                node.Encoding = TransferEncodings.Parse(message.Slice(fields.ValueStart, fields.End - fields.ValueStart));
            }
        }

        node.BodyStart = fields.BodyStart;
        if (fields.BlankLineMissing)
        {
            context.Report(fields.BodyStart, "no empty line between header and body", "RFC 5322 §2.1");
        }
    }

    private bool IsDelimiter(ReadOnlySpan<byte> message, int lineStart)
    {
        ReadOnlySpan<byte> rest = message.Slice(lineStart);
        return rest.StartsWith("--"u8) && TryLine(rest.Slice(2), out ReadOnlySpan<byte> line, out _)
            && boundaries.Match(line, message, out _) >= 0;
    }

    private bool FindDelimiter(ReadOnlySpan<byte> message, ref int position, out int lineStart, out int level, out bool isClose)
    {
        int at = position;
        while (true)
        {
            ReadOnlySpan<byte> rest = message.Slice(at);
            if ((at == 0 || message[at - 1] == (byte)'\n') && rest.StartsWith("--"u8))
            {
                lineStart = at;
            }
            else
            {
                int found = rest.IndexOf("\n--"u8);
                if (found < 0)
                {
                    lineStart = level = -1;
                    isClose = false;
                    return false;
                }

                lineStart = at + found + 1;
            }

            rest = message.Slice(lineStart + 2);
            if (!TryLine(rest, out ReadOnlySpan<byte> line, out int lineEnd))
            {
                at = lineStart + 2;
                continue;
            }

            level = boundaries.Match(line, message, out isClose);
            if (level < 0)
            {
                level = Consider(message, line, lineStart + 2);
            }

            if (level >= 0)
            {
                position = Math.Min(lineStart + 2 + lineEnd + 1, message.Length);
                return true;
            }

            at = lineStart + 2 + lineEnd;
        }
    }

    /// <summary>A line that looks like a delimiter and matches none: adopted by a multipart that declared none,
    /// remembered for one whose own never came yet.</summary>
    private int Consider(ReadOnlySpan<byte> message, ReadOnlySpan<byte> line, int at)
    {
        int top = boundaries.Count - 1;
        BoundaryStack.Entry entry = boundaries[top];
        if (nodes[entry.Node].FirstChild >= 0 || entry.GuessLength > 0 || !LooksLikeBoundary(line))
        {
            return -1;
        }

        if (entry.Length > 0)
        {
            boundaries.Guess(top, at, line.Length);
            return -1;
        }

        boundaries.Adopt(top, at, line.Length, message);
        return top;
    }

    private static bool LooksLikeBoundary(ReadOnlySpan<byte> line)
    {
        bool hasWord = false;
        foreach (byte value in line)
        {
            if (value is <= 32 or >= 127)
            {
                return false;
            }

            hasWord |= value is >= (byte)'0' and <= (byte)'9' or >= (byte)'A' and <= (byte)'Z' or >= (byte)'a' and <= (byte)'z';
        }

        return hasWord && !(line.Length > 2 && line.Slice(line.Length - 2).SequenceEqual("--"u8));
    }

    /// <summary>The line at the start of the span without trailing blanks; false when it is longer than any delimiter.</summary>
    private static bool TryLine(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line, out int lineEnd)
    {
        int window = Math.Min(rest.Length, MimeLimits.MaxBoundaryLength * 2);
        lineEnd = rest.Slice(0, window).IndexOf((byte)'\n');
        if (lineEnd < 0)
        {
            lineEnd = window;
            if (window < rest.Length)
            {
                line = default;
                return false;
            }
        }

        int length = lineEnd;
        while (length > 0 && rest[length - 1] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            length--;
        }

        line = rest.Slice(0, length);
        return true;
    }

    /// <summary>Where a body ends whose next line is a delimiter: before the line end, which belongs to the delimiter.</summary>
    private static int LineEndBefore(ReadOnlySpan<byte> message, int lineStart)
    {
        int end = lineStart;
        if (end > 0 && message[end - 1] == (byte)'\n')
        {
            end--;
            if (end > 0 && message[end - 1] == (byte)'\r')
            {
                end--;
            }
        }

        return end;
    }

    private void Close(int from, int container, int end)
    {
        for (int index = from; index != container; index = nodes[index].Parent)
        {
            // A part without a body ends after its header, past the line end that the delimiter claims; what holds it does so too.
            ref PartNode node = ref nodes[index];
            end = Math.Max(end, node.BodyStart);
            node.End = end;
        }
    }

    private void DropAbove(int level, ReadOnlySpan<byte> message, int where)
    {
        for (int open = boundaries.Count - 1; open >= level; open--)
        {
            KeepGuess(boundaries[open]);
            context.Report(where, "multipart without its closing delimiter", "RFC 2046 §5.1.1");
        }

        boundaries.Truncate(level, message);
    }

    private void KeepGuess(BoundaryStack.Entry entry)
    {
        if (entry.GuessLength > 0 && nodes[entry.Node].FirstChild < 0)
        {
            guesses.Add((entry.Node, entry.GuessAt, entry.GuessLength));
        }
    }

    /// <summary>Multiparts whose declared delimiter never came are read again by the one their body seems to use.</summary>
    private void UseGuesses(ReadOnlySpan<byte> message)
    {
        // All second readings together cost at most one more pass.
        long budget = message.Length;
        for (int i = 0; i < guesses.Count; i++)
        {
            (int node, int at, int length) = guesses[i];
            PartNode part = nodes[node];
            budget -= part.End - part.BodyStart;
            if (budget < 0)
            {
                return;
            }

            context.Report(at, "delimiter is not the declared boundary", "RFC 2046 §5.1.1");
            boundaries.Push(new BoundaryStack.Entry { Node = node, At = at, Length = length }, message);
            ScanBodies(message.Slice(0, part.End), node, part.Parent);
        }
    }
}
