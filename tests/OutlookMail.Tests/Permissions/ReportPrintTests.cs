using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using Xunit;
using static OutlookMail.Model.OutlookAppSignIn;

namespace OutlookMail.Tests.Permissions;

/// <summary>The report in print, counted in pages by Chromium.</summary>
public class ReportPrintTests
{
    private const string Browser = "/usr/bin/chromium";

    [Theory]
    [InlineData(DeviceCode, false)]
    [InlineData(DeviceCode | Interactive | Web | AppOnly, false)]
    [InlineData(DeviceCode | Interactive | Web | AppOnly, true)]
    public async Task It_prints_on_one_page(OutlookAppSignIn signIn, bool broken)
    {
        Assert.SkipUnless(File.Exists(Browser), "There is no Chromium here.");
        await using var world = await AppWorld.StartAsync();
        await world.RegisterAsync(signIn, what => what.Name = "Ada's mail runbook of a whole department with a rather long name");
        await world.ConnectAsync();
        if (broken)
        {
            await world.UndeclareAsync("SMTP.Send", "IMAP.AccessAsUser.All", "User.Read");
            await world.UnconsentAsync("SMTP.Send", "IMAP.AccessAsUser.All");
            await world.PatchAppAsync(new { publicClient = new { redirectUris = Array.Empty<string>() }, isFallbackPublicClient = false });
            world.Sandbox.Store.Mailbox(AppWorld.Ada).ImapEnabled = false;
            world.Sandbox.Exchange.SmtpClientAuthenticationDisabled = true;
            world.Sandbox.ConditionalAccess.BlockDeviceCode = true;
            world.Sandbox.UserConsentAllowed = false;
        }

        var rows = await world.RowsAsync();

        Assert.Equal(broken, rows.Count(r => r.Status == OutlookPermissionStatus.Failed) > 8);
        Assert.Equal(1, await PagesAsync(PermissionReport.Html(rows, world.App.Name, AppWorld.Ada, DateTimeOffset.UnixEpoch)));
    }

    [Fact]
    public void What_is_as_above_is_said_once()
    {
        var rows = new List<OutlookPermissionResult>();
        foreach (var name in new[] { "one", "two" })
        {
            rows.Add(new OutlookPermissionResult(name) { Evidence = "Nobody is signed in here.", Cause = "It needs a person.", Fix = "Sign in.", Command = "Connect-OutlookMailbox" });
        }

        var page = PermissionReport.Html(rows, "app", "", DateTimeOffset.UnixEpoch);

        Assert.Single(Regex.Matches(page, "Connect-OutlookMailbox"));
        Assert.Equal(2, Regex.Count(page, "As above\\."));
    }

    private static async Task<int> PagesAsync(string html)
    {
        var folder = Directory.CreateTempSubdirectory("omt-");
        try
        {
            var page = Path.Combine(folder.FullName, "report.html");
            var pdf = Path.Combine(folder.FullName, "report.pdf");
            await File.WriteAllTextAsync(page, html, new UTF8Encoding(false), AppWorld.Ct);
            using var browser = Process.Start(new ProcessStartInfo(
                Browser,
                ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--user-data-dir=" + Path.Combine(folder.FullName, "profile"), "--no-pdf-header-footer", "--print-to-pdf=" + pdf, new Uri(page).AbsoluteUri])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            var said = browser.StandardError.ReadToEndAsync(AppWorld.Ct);
            await browser.StandardOutput.ReadToEndAsync(AppWorld.Ct);
            await browser.WaitForExitAsync(AppWorld.Ct).WaitAsync(TimeSpan.FromSeconds(60), AppWorld.Ct);
            Assert.True(File.Exists(pdf), await said);
            return Regex.Count(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(pdf, AppWorld.Ct)), "/Type */Page[^s]");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
