using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Outbox;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.Client;

public class TraceTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Both_sides_stand_in_the_trace_and_nothing_secret(bool byParameter)
    {
        var folder = Directory.CreateTempSubdirectory("omt-");
        try
        {
            var path = Path.Combine(folder.FullName, "trace.log");
            await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Ct);
            var client = new OutlookClient(sandbox.Clock, name => name == "OUTLOOKMAIL_TRACE" && !byParameter ? path : null, new SteppedTime(sandbox.Clock));
            var session = await client.ConnectAsync(
                new ConnectRequest { Sandbox = sandbox.Info, TracePath = byParameter ? path : null }, new RecordedEvents(_ => Task.CompletedTask), Ct);
            await client.SendMailAsync(session, new MailDraft { To = ["ada@contoso.test"], Subject = "Subject-4711", Text = "Body-4711" }, Ct);
            var mail = await client.GetMailAsync(session, new MailQuery { Subject = "Subject-4711", Body = "Body-4711" }, Ct).SingleAsync(Ct);
            await client.GetContentAsync([mail], Ct).SingleAsync(Ct);
            using var token = new TokenText(await client.GetAccessTokenAsync(session, OutlookTokenResource.Mail, Ct));
            await client.DisconnectAsync(session, forget: false, Ct);

            var lines = await File.ReadAllLinesAsync(path, Ct);

            Assert.All(lines, line => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (C: |S: |-- )", line));
            Assert.Contains(lines, line => Regex.IsMatch(line, @"C: A\d+ AUTHENTICATE XOAUTH2 <\d+ octets>$"));
            Assert.Contains(lines, line => Regex.IsMatch(line, @"C: AUTH XOAUTH2 <\d+ octets>$"));
            Assert.Contains(lines, line => line.Contains("UID SEARCH", StringComparison.Ordinal));
            Assert.Contains(lines, line => Regex.IsMatch(line, @"S: <\d+ octets>$"));
            var all = string.Join("\n", lines);
            Assert.DoesNotContain("4711", all, StringComparison.Ordinal);
            Assert.DoesNotContain(token.Text, all, StringComparison.Ordinal);
            Assert.DoesNotContain(token.Text[..40], all, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_trace_that_cannot_be_written_is_named()
    {
        await using var world = await StartAsync();

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync(request => request.TracePath = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "x", "trace.log")));

        Assert.Equal(ErrorIds.FileNotWritable, error.ErrorId);
    }

    private sealed class TokenText(OutlookAccessToken token) : IDisposable
    {
        public string Text { get; } = new System.Net.NetworkCredential("", token.Token).Password;

        public void Dispose() => token.Token.Dispose();
    }
}
