using System;
using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>A message in a thread, or the place of one that is known only from others' References.</summary>
public sealed class ThreadNode
{
    private readonly List<ThreadNode> children = new();

    internal ThreadNode(ThreadItem? item) => Item = item;

    /// <summary>Null for a message that was not among the given ones.</summary>
    public ThreadItem? Item { get; internal set; }

    public ThreadNode? Parent { get; private set; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ThreadNode> Children => children;

    internal List<ThreadNode> List => children;

    /// <summary>RFC 5256 §2.2: a missing message takes the date of its first child.</summary>
    internal DateTimeOffset SentDate => Item?.Date ?? (Item == null && children.Count > 0 ? children[0].SentDateShallow : DateTimeOffset.MinValue);

    private DateTimeOffset SentDateShallow => Item?.Date ?? DateTimeOffset.MinValue;

    internal void Add(ThreadNode child)
    {
        child.Parent?.children.Remove(child);
        child.Parent = this;
        children.Add(child);
    }

    /// <summary>The children, who have no parent any more.</summary>
    internal List<ThreadNode> TakeChildren()
    {
        List<ThreadNode> taken = new(children);
        children.Clear();
        foreach (ThreadNode child in taken)
        {
            child.Parent = null;
        }

        return taken;
    }

    internal void Detach()
    {
        Parent?.children.Remove(this);
        Parent = null;
    }

    internal bool IsBelow(ThreadNode other)
    {
        for (ThreadNode? node = this; node != null; node = node.Parent)
        {
            if (ReferenceEquals(node, other))
            {
                return true;
            }
        }

        return false;
    }
}
