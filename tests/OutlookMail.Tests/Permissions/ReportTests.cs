using System;
using OutlookMail.Client;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Permissions;

public class ReportTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(OutlookPermissionStatus.Passed, OutlookPermissionStatus.Passed, true, true)]
    [InlineData(OutlookPermissionStatus.Passed, OutlookPermissionStatus.NotTested, true, false)]
    [InlineData(OutlookPermissionStatus.Passed, OutlookPermissionStatus.Warning, true, false)]
    [InlineData(OutlookPermissionStatus.Passed, OutlookPermissionStatus.Failed, false, false)]
    [InlineData(OutlookPermissionStatus.NotTested, OutlookPermissionStatus.Passed, false, false)]
    [InlineData(OutlookPermissionStatus.Warning, OutlookPermissionStatus.Passed, false, false)]
    [InlineData(OutlookPermissionStatus.Failed, OutlookPermissionStatus.Passed, false, false)]
    public void Quiet_asks_for_the_requested_rows_and_Strict_for_every_one(OutlookPermissionStatus permission, OutlookPermissionStatus setting, bool quiet, bool strict)
    {
        var rows = new[] { Row("SMTP.Send", permission, requested: true), Row("SMTP AUTH", setting, requested: false) };

        Assert.Equal((quiet, strict), (PermissionSummary.IsGood(rows, strict: false), PermissionSummary.IsGood(rows, strict: true)));
    }

    [Fact]
    public void What_a_server_said_is_text_in_the_page_and_nothing_else()
    {
        var row = Row("SMTP.Send", OutlookPermissionStatus.Failed, requested: true);
        row.Evidence = "<script>alert(1)</script> & \"quoted\"";
        row.Command = "Set-OutlookApp -Name '<b>'";
        row.Link = "javascript:alert(1)";

        var page = PermissionReport.Html([row], "<app>", "ada@contoso.test", Now);

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("javascript:", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot;", page, StringComparison.Ordinal);
        Assert.Contains("Outlook permissions of &lt;app&gt;", page, StringComparison.Ordinal);
        Assert.Contains("2026-11-22 12:00 UTC", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_shows_the_four_answers_and_counts_the_states()
    {
        var seen = Row("SMTP.Send", OutlookPermissionStatus.Passed, requested: true);
        (seen.Declared, seen.Consented, seen.InToken, seen.Proved) = (true, null, false, true);

        var page = PermissionReport.Html([seen, Row("least privilege", OutlookPermissionStatus.Warning, requested: false)], "app", "", Now);

        Assert.Contains("<td class=\"c\">yes</td><td class=\"c\">?</td><td class=\"c\"><b>no</b></td><td class=\"c\">yes</td>", page, StringComparison.Ordinal);
        Assert.Contains("Passed 1", page, StringComparison.Ordinal);
        Assert.Contains("Warning 1", page, StringComparison.Ordinal);
    }

    private static OutlookPermissionResult Row(string name, OutlookPermissionStatus status, bool requested) => new(name)
    {
        Kind = requested ? OutlookPermissionRowKind.Permission : OutlookPermissionRowKind.Setting,
        Requested = requested,
        Status = status,
    };
}
