using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace OutlookMail.Tests.Architecture;

/// <summary>Rules that every source file keeps.</summary>
public partial class SourceRulesTests
{
    // The aim is 400; what is a little above is better left whole than cut in two.
    private const int MaxLines = 450;

    [Fact]
    public void No_file_is_too_long_to_read() =>
        Assert.All(SourceTree.CSharpFiles("src", "tests"), file => Assert.InRange(SourceTree.Lines(file).Length, 0, MaxLines));

    [Fact]
    public void Conditional_compilation_stays_in_Shims() => Assert.Empty(SourceTree.Find(
        SourceTree.CSharpFiles("src").Where(f => !f.Split('/').Contains("Shims")), line => ConditionalDirective().IsMatch(line)));

    [Fact]
    public void Nobody_sleeps_on_a_thread() => Assert.Empty(SourceTree.Find(
        SourceTree.CSharpFiles("src", "tests").Where(f => !f.EndsWith("/SourceRulesTests.cs", StringComparison.Ordinal)),
        line => line.Contains("Thread.Sleep", StringComparison.Ordinal)));

    [Fact]
    public void Every_RFC_that_the_source_cites_is_listed()
    {
        HashSet<string> listed = Citation().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "standards.md")))
            .Select(m => m.Groups[1].Value).ToHashSet();
        IEnumerable<string> unlisted = SourceTree.Find(SourceTree.CSharpFiles("src"),
            line => Citation().Matches(line).Any(m => !listed.Contains(m.Groups[1].Value)));
        Assert.Empty(unlisted);
    }

    [Fact]
    public void An_RFC_is_cited_in_one_form() => Assert.Empty(SourceTree.Find(
        SourceTree.CSharpFiles("src"), line => SloppyCitation().IsMatch(line)));

    [GeneratedRegex(@"^\s*#\s*(if|elif|else|endif)\b")]
    private static partial Regex ConditionalDirective();

    [GeneratedRegex(@"\bRFC (\d+)\b")]
    private static partial Regex Citation();

    // "RFC5321", "RFC-5321", "RFC 5321, section 4.2", "RFC 5321 section 4"; RFC822.SIZE and message/rfc822 are names.
    [GeneratedRegex(@"\bRFC-?(?!822)\d|\bRFC \d+,? (section|sec\.|s\.) ?\d")]
    private static partial Regex SloppyCitation();
}
