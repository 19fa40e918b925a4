using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Hosts;

/// <summary>The table of about_OutlookMail_SignIn names a test in each row; this sees that it is there.</summary>
public class SignInTopicTests
{
    private const int LeastRows = 15;

    [Fact]
    public void Each_row_of_hosts_and_flows_names_a_test_that_exists()
    {
        string topic = File.ReadAllText(Path.Combine(Build.Repository, "docs", "en-US", "about_OutlookMail_SignIn.md"));
        string table = topic[topic.IndexOf("| Host | Flow |", StringComparison.Ordinal)..topic.IndexOf("## Azure Automation", StringComparison.Ordinal)];
        string[][] rows = table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]).ToArray();
        HashSet<string> tests = Directory.GetFiles(Path.Combine(Build.Repository, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), @"\[(?:Fact|Theory)\b[^\]]*\](?:\s*\[[^\]]*\])*\s*public (?:async )?(?:Task|void) (\w+)\("))
            .Select(match => match.Groups[1].Value)
            .ToHashSet();

        Assert.True(rows.Length >= LeastRows, $"only {rows.Length} rows");
        Assert.All(rows, row => Assert.True(row.Length == 4 && tests.Contains(row[3]), string.Join(" | ", row)));
    }
}
