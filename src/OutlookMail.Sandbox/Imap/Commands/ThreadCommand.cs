using System.Collections.Generic;
using System.Linq;
using System.Text;
using OutlookMail.Imap.Grammar;
using OutlookMail.Mime;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>THREAD and UID THREAD, RFC 5256 §3, by REFERENCES and ORDEREDSUBJECT; the standard profile only.</summary>
internal static class ThreadCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        SelectedView view = session.Selected!;
        ImapDecoder reader = command.Arguments();
        reader.ExpectSpace("thread-alg");
        string algorithm = Encoding.ASCII.GetString(reader.ExpectAtom("thread-alg")).ToUpperInvariant();
        if (algorithm is not ("REFERENCES" or "ORDEREDSUBJECT"))
        {
            throw ImapCommandException.Arguments(11);
        }

        reader.ExpectSpace("charset");
        MessageKeys.ReadCharset(ref reader, isStandard: true);
        List<ThreadItem> items = [.. MessageKeys.Find(ref reader, view, isStandard: true).Select(i => Item(view, i, command.IsUid))];
        session.Out.Raw("* THREAD"u8);
        if (items.Count > 0)
        {
            session.Out.Space();
        }

        if (algorithm == "REFERENCES")
        {
            foreach (ThreadNode root in MessageThreads.Build(items))
            {
                Write(session.Out, root);
            }
        }
        else
        {
            WriteBySubject(session.Out, items);
        }

        session.Out.EndLine();
        return "THREAD completed.";
    }

    private static ThreadItem Item(SelectedView view, int index, bool isUid)
    {
        var parsed = MimeMessage.Parse(view[index].Bytes);
        ThreadItem item = ThreadItem.Of(parsed, isUid ? view[index].Uid : (uint)index + 1);
        item.Date = SentDate.Of(parsed, view[index]);
        return item;
    }

    // thread-list: numbers in a row each answer the one before; several answers stand in lists of their own.
    private static void Write(ImapEncoder output, ThreadNode node)
    {
        output.Raw("("u8);
        bool isFirst = true;
        while (true)
        {
            if (node.Item is ThreadItem item)
            {
                output.Raw(isFirst ? "" : " ").Number((uint)item.Tag!);
                isFirst = false;
            }

            if (node.Children.Count != 1)
            {
                break;
            }

            node = node.Children[0];
        }

        output.Raw(node.Children.Count > 0 && !isFirst ? " " : "");
        foreach (ThreadNode child in node.Children)
        {
            Write(output, child);
        }

        output.Raw(")"u8);
    }

    // The first message of a subject holds the others as its answers, which are one another's siblings.
    private static void WriteBySubject(ImapEncoder output, List<ThreadItem> items)
    {
        IEnumerable<ThreadItem[]> threads = items.OrderBy(i => i.Date)
            .GroupBy(i => BaseSubject.Of(i.Subject, out _).ToUpperInvariant())
            .Select(g => g.ToArray());
        foreach (ThreadItem[] thread in threads)
        {
            output.Raw("("u8).Number((uint)thread[0].Tag!).Raw(thread.Length > 1 ? " " : "");
            foreach (ThreadItem answer in thread.Skip(1))
            {
                output.Raw(thread.Length > 2 ? "(" : "").Number((uint)answer.Tag!).Raw(thread.Length > 2 ? ")" : "");
            }

            output.Raw(")"u8);
        }
    }
}
