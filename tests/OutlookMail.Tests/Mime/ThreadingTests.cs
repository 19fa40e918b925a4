using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Mime;
using Xunit;

namespace OutlookMail.Tests.Mime;

public sealed class ThreadingTests
{
    private static ThreadItem Item(string id, string subject, int minute, params string[] references) => new()
    {
        MessageId = id,
        Subject = subject,
        References = references,
        Date = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute),
    };

    private static string Show(IEnumerable<ThreadNode> nodes) =>
        string.Join(" ", nodes.Select(n => (n.Item?.MessageId ?? "-") + (n.Children.Count > 0 ? "(" + Show(n.Children) + ")" : "")));

    [Fact]
    public void References_make_the_tree_and_a_missing_message_is_passed_over() =>
        Assert.Equal("a(b(c) d)", Show(MessageThreads.Build(new[] { Item("d", "Re: x", 4, "a"), Item("c", "Re: x", 3, "a", "b"), Item("a", "x", 1), Item("b", "Re: x", 2, "a") })));

    [Fact]
    public void A_parent_that_is_not_there_gives_its_children_to_its_own_parent() =>
        Assert.Equal("a(c)", Show(MessageThreads.Build(new[] { Item("a", "x", 1), Item("c", "y", 3, "a", "missing") })));

    [Fact]
    public void Two_answers_to_a_message_that_is_not_there_stay_together() =>
        Assert.Equal("-(b c)", Show(MessageThreads.Build(new[] { Item("b", "Re: x", 1, "gone"), Item("c", "Re: x", 2, "gone") })));

    [Fact]
    public void The_subject_joins_what_no_reference_does()
    {
        Assert.Equal("a(b)", Show(MessageThreads.Build(new[] { Item("a", "Plan", 1), Item("b", "RE: [list] plan", 2) })));
        Assert.Equal("-(a b)", Show(MessageThreads.Build(new[] { Item("a", "Plan", 1), Item("b", "plan", 2) })));
    }

    [Fact]
    public void References_in_a_circle_end() =>
        Assert.Equal(2, MessageThreads.Build(new[] { Item("a", "1", 1, "b"), Item("b", "2", 2, "a") }).Sum(Count));

    [Fact]
    public void Messages_of_one_id_and_of_none_are_each_kept() =>
        Assert.Equal(3, MessageThreads.Build(new[] { Item("a", "1", 1), Item("a", "2", 2), Item("", "3", 3) }).Sum(Count));

    [Theory]
    [InlineData("Re: Fwd: [list] Hello (fwd)", "Hello", true)]
    [InlineData("Hello", "Hello", false)]
    [InlineData("AW: WG: Hallo   Welt", "Hallo Welt", true)]
    [InlineData("[Fwd: Hello]", "Hello", true)]
    [InlineData("Re[2]: Hello", "Hello", true)]
    [InlineData("Re:", "", true)]
    [InlineData("Regarding this", "Regarding this", false)]
    public void The_base_subject_is_what_a_conversation_shares(string subject, string expected, bool reply)
    {
        Assert.Equal(expected, BaseSubject.Of(subject, out bool isReply));
        Assert.Equal(reply, isReply);
    }

    private static int Count(ThreadNode node) => (node.Item == null ? 0 : 1) + node.Children.Sum(Count);
}
