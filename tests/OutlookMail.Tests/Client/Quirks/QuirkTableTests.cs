using System;
using System.IO;
using System.Linq;
using System.Reflection;
using OutlookMail.Client;
using OutlookMail.Tests.Architecture;
using Xunit;

namespace OutlookMail.Tests.Client.Quirks;

public class QuirkTableTests
{
    [Fact]
    public void Every_quirk_has_a_test_and_every_such_test_a_quirk()
    {
        string[] tested = typeof(QuirkTableTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<QuirkAttribute>())
            .Select(quirk => quirk.Name)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToArray();
        Assert.Equal(ExchangeQuirks.All.Select(quirk => quirk.Name).Order(StringComparer.Ordinal), tested);
    }

    [Fact]
    public void The_table_holds_every_field_once_with_a_source()
    {
        string[] fields = typeof(ExchangeQuirks).GetFields().Select(field => ((Quirk)field.GetValue(null)!).Name).ToArray();
        Assert.Equal(fields, ExchangeQuirks.All.Select(quirk => quirk.Name));
        Assert.All(ExchangeQuirks.All, quirk => Assert.All([quirk.What, quirk.Answer, quirk.Source], text => Assert.False(string.IsNullOrWhiteSpace(text))));
    }

    [Fact]
    public void The_page_has_the_same_rows()
    {
        string[] rows = File.ReadAllLines(Path.Combine(SourceTree.Root, "docs", "quirks.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToArray();
        Assert.Equal(ExchangeQuirks.All.Select(q => $"| {q.Name} | {q.What} | {q.Answer} | {q.Source} |"), rows);
    }
}
