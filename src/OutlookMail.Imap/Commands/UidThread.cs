using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;

namespace OutlookMail.Imap;

/// <summary>A message and the answers to it. Uid 0: a message that is not there (any more) but holds a thread together.</summary>
public sealed class ThreadNode
{
    internal ThreadNode(uint uid) => Uid = uid;

    public uint Uid { get; }

    public IReadOnlyList<ThreadNode> Replies => Children;

    internal List<ThreadNode> Children { get; } = [];
}

public sealed partial class ImapConnection
{
    // RFC 5256
    /// <summary>Messages that match, by conversation.</summary>
    /// <param name="algorithm">"REFERENCES" or "ORDEREDSUBJECT", as THREAD= announces.</param>
    /// <param name="query">Which messages.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<ThreadNode>> UidThreadAsync(string algorithm, SearchQuery query, CancellationToken cancellationToken = default)
    {
        var command = new UidThreadCommand(algorithm, query);
        await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        return command.Threads;
    }
}

internal sealed class UidThreadCommand : ImapCommand
{
    private readonly string _algorithm;
    private readonly SearchQuery _query;

    public UidThreadCommand(string algorithm, SearchQuery query)
    {
        _algorithm = algorithm;
        _query = query;
    }

    public override string Name => "UID THREAD";

    public override bool HoldsMailData => true;

    public List<ThreadNode> Threads { get; } = [];

    public override void Write(ImapEncoder encoder)
    {
        encoder.Raw("UID THREAD ").Flag(_algorithm).Raw(" UTF-8 ");
        _query.Write(encoder);
    }

    public override bool Data(DataKind kind, uint number, ref ImapDecoder decoder)
    {
        if (kind != DataKind.Thread)
        {
            return false;
        }

        decoder.TrySpace();
        while (decoder.Peek == (byte)'(')
        {
            Read(ref decoder, Threads, 0);
            decoder.TrySpace();
        }

        return true;
    }

    // thread-list = "(" (thread-members / thread-nested) ")": numbers in a row each answer the one before; lists behind
    // them are branches.
    private static void Read(ref ImapDecoder decoder, List<ThreadNode> siblings, int depth)
    {
        if (depth > ImapLimits.ThreadDepth)
        {
            throw decoder.Error("thread-list: too deep");
        }

        decoder.ExpectChar('(', "thread-list");
        List<ThreadNode> level = siblings;
        while (!decoder.TryChar(')'))
        {
            decoder.TrySpace();
            if (decoder.TryNumber(out uint uid))
            {
                var node = new ThreadNode(uid);
                level.Add(node);
                level = node.Children;
                continue;
            }

            if (ReferenceEquals(level, siblings))
            {
                var missing = new ThreadNode(0);
                level.Add(missing);
                level = missing.Children;
            }

            Read(ref decoder, level, depth + 1);
        }
    }
}
