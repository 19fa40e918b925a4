using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace OutlookMail.Mime;

/// <summary>Puts messages together to conversations by the REFERENCES algorithm (RFC 5256 §3).</summary>
public static class MessageThreads
{
    // Chains longer than these are cut: loops and depth stay bounded, whatever the References fields say.
    private const int MaxDepth = 1000;
    private const int MaxAncestors = 200;

    /// <summary>The conversations, oldest first.</summary>
    public static IReadOnlyList<ThreadNode> Build(IEnumerable<ThreadItem> items)
    {
        Dictionary<string, ThreadNode> byId = new(StringComparer.Ordinal);
        List<ThreadNode> all = new();
        int unnamed = 0;
        foreach (ThreadItem item in items)
        {
            string id = item.MessageId ?? "";
            if (id.Length == 0 || (byId.TryGetValue(id, out ThreadNode? taken) && taken.Item != null))
            {
                // Step 1: no id, or one that another message has: a name of its own.
                id = "\n" + (unnamed++).ToString(CultureInfo.InvariantCulture);
            }

            ThreadNode node = Node(byId, all, id);
            node.Item = item;
            LinkAncestors(byId, all, item, node);
        }

        List<ThreadNode> roots = all.Where(n => n.Parent == null).ToList();
        roots = Prune(roots);
        roots = JoinBySubject(Sorted(roots));
        SortAll(roots);
        return Sorted(roots);
    }

    private static ThreadNode Node(Dictionary<string, ThreadNode> byId, List<ThreadNode> all, string id)
    {
        if (!byId.TryGetValue(id, out ThreadNode? node))
        {
            byId[id] = node = new ThreadNode(null);
            all.Add(node);
        }

        return node;
    }

    private static void LinkAncestors(Dictionary<string, ThreadNode> byId, List<ThreadNode> all, ThreadItem item, ThreadNode node)
    {
        IReadOnlyList<string> ancestors = item.References;
        if (ancestors.Count == 0 && item.InReplyTo != null)
        {
            ancestors = new[] { item.InReplyTo };
        }

        ThreadNode? previous = null;
        for (int i = Math.Max(0, ancestors.Count - MaxAncestors); i < ancestors.Count; i++)
        {
            ThreadNode ancestor = Node(byId, all, ancestors[i]);

            // Step 1 A: existing links stay, and none may close a loop.
            if (previous != null && ancestor.Parent == null && !previous.IsBelow(ancestor) && DepthOf(previous) < MaxDepth)
            {
                previous.Add(ancestor);
            }

            previous = ancestor;
        }

        // Step 1 B: what the message says of its own parent counts.
        if (previous != null && !previous.IsBelow(node) && DepthOf(previous) < MaxDepth)
        {
            previous.Add(node);
        }
    }

    private static int DepthOf(ThreadNode node)
    {
        int depth = 0;
        for (ThreadNode? at = node.Parent; at != null; at = at.Parent)
        {
            depth++;
        }

        return depth;
    }

    /// <summary>Step 3: places without a message and without use go; their children move up, but several only below a kept root.</summary>
    private static List<ThreadNode> Prune(List<ThreadNode> roots)
    {
        List<ThreadNode> order = new();
        Stack<ThreadNode> open = new(roots);
        while (open.Count > 0)
        {
            ThreadNode node = open.Pop();
            order.Add(node);
            foreach (ThreadNode child in node.Children)
            {
                open.Push(child);
            }
        }

        List<ThreadNode> kept = new(roots);
        HashSet<ThreadNode> dropped = new();
        for (int i = order.Count - 1; i >= 0; i--)
        {
            ThreadNode node = order[i];
            bool isRoot = node.Parent == null;
            if (node.Item != null || (isRoot && node.Children.Count > 1))
            {
                continue;
            }

            ThreadNode? parent = node.Parent;
            foreach (ThreadNode child in node.TakeChildren())
            {
                if (parent != null)
                {
                    parent.Add(child);
                }
                else
                {
                    kept.Add(child);
                }
            }

            node.Detach();
            dropped.Add(node);
        }

        return kept.Where(n => n.Parent == null && !dropped.Contains(n)).ToList();
    }

    /// <summary>Step 5: conversations that only their subject joins.</summary>
    private static List<ThreadNode> JoinBySubject(List<ThreadNode> roots)
    {
        Dictionary<string, ThreadNode> bySubject = new(StringComparer.OrdinalIgnoreCase);
        foreach (ThreadNode root in roots)
        {
            string subject = SubjectOf(root, out bool isReply);
            if (subject.Length == 0)
            {
                continue;
            }

            if (!bySubject.TryGetValue(subject, out ThreadNode? holder)
                || (root.Item == null && holder.Item != null)
                || (holder.Item != null && IsReply(holder) && !isReply))
            {
                bySubject[subject] = root;
            }
        }

        List<ThreadNode> result = new();
        foreach (ThreadNode root in roots)
        {
            string subject = SubjectOf(root, out bool isReply);
            if (subject.Length == 0 || !bySubject.TryGetValue(subject, out ThreadNode? holder) || ReferenceEquals(holder, root))
            {
                result.Add(root);
                continue;
            }

            if (root.Item == null && holder.Item == null)
            {
                foreach (ThreadNode child in root.TakeChildren())
                {
                    holder.Add(child);
                }
            }
            else if (holder.Item == null || (isReply && !IsReply(holder)))
            {
                holder.Add(root);
            }
            else
            {
                // Two of one subject, neither the other's answer: siblings below a place of their own.
                ThreadNode place = new(null);
                place.Add(holder);
                place.Add(root);
                bySubject[subject] = place;
                result.Add(place);
            }
        }

        return result.Where(r => r.Parent == null).Distinct().ToList();
    }

    private static bool IsReply(ThreadNode node)
    {
        _ = SubjectOf(node, out bool isReply);
        return isReply;
    }

    private static string SubjectOf(ThreadNode node, out bool isReply)
    {
        ThreadItem? item = node.Item ?? (node.Children.Count > 0 ? node.Children[0].Item : null);
        isReply = false;
        return item == null ? "" : BaseSubject.Of(item.Subject, out isReply);
    }

    private static void SortAll(List<ThreadNode> roots)
    {
        Stack<ThreadNode> open = new(roots);
        while (open.Count > 0)
        {
            ThreadNode node = open.Pop();
            if (node.List.Count > 1)
            {
                List<ThreadNode> sorted = Sorted(node.List);
                node.List.Clear();
                node.List.AddRange(sorted);
            }

            foreach (ThreadNode child in node.Children)
            {
                open.Push(child);
            }
        }
    }

    private static List<ThreadNode> Sorted(IEnumerable<ThreadNode> nodes) => nodes.OrderBy(n => n.SentDate).ToList();
}
