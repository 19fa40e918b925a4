using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox.Entra;
using OutlookMail.SecretSearch;
using OutlookMail.Tests.Client;
using OutlookMail.Tests.Identity;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.SignIn;

/// <summary>What the suite's search would find, and a session with everything switched on in which it finds nothing.</summary>
public class SecretSearchTests
{
    // Known to a search of its own, so that the one over the whole run does not find it.
    private readonly string planted = string.Concat(Enumerable.Range(0, 4).Select(_ => Guid.NewGuid().ToString("N")));

    public static TheoryData<string> Places => ["an exception", "an inner exception", "a fix", "a text", "a file", "a sandbox's log", "the command line"];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_planted_secret_is_found(string place)
    {
        Assert.SkipWhen(place == "the command line" && !OperatingSystem.IsLinux(), "Command lines are read from /proc.");
        using var search = new OutlookMail.SecretSearch.SecretSearch();
        search.NoteSecret(planted);
        var text = $"Authorization: Bearer {planted}, and more";
        switch (place)
        {
            case "an exception":
                Assert.Throws<InvalidOperationException>(() => Throw(new InvalidOperationException(text)));
                break;
            case "an inner exception":
                Assert.Throws<InvalidOperationException>(() => Throw(new InvalidOperationException("x", new IOException(text))));
                break;
            case "a fix":
                Assert.Throws<OutlookMailException>(() => Throw(new OutlookMailException("X", OutlookErrorCategory.NotSpecified, "x", text)));
                break;
            case "a text":
                search.NoteText("a text", text);
                break;
            case "a file":
                using (var folder = new TemporaryFolder())
                {
                    await File.WriteAllTextAsync(Directory.CreateDirectory(folder.Store).FullName + "/trace.log", text, Ct);
                    search.NoteFolder("a file", folder.Store);
                }

                break;
            case "a sandbox's log":
                IssuedSecrets.NoteLine(text);
                break;
            default:
                using (var child = Process.Start(new ProcessStartInfo("tail", ["-f", "/dev/null", "--pid=" + Environment.ProcessId, "--", planted]) { RedirectStandardOutput = true, RedirectStandardError = true })!)
                {
                    while (search.Found().Count == 0)
                    {
                        await Task.Yield();
                    }

                    child.Kill();
                }

                break;
        }

        Assert.Contains(place.Replace("an inner", "an", StringComparison.Ordinal).Replace("a fix", "an exception's fix", StringComparison.Ordinal), Assert.Single(search.Found()));
    }

    [Fact]
    public void The_search_over_the_whole_run_knows_what_sandboxes_hand_out()
    {
        var before = SecretWatch.Current!.Known;

        IssuedSecrets.Note(planted + "x");

        Assert.True(SecretWatch.Current.Known > before);
    }

    [Fact]
    public async Task The_trace_the_store_and_every_word_of_a_session_hold_no_secret()
    {
        using var search = new OutlookMail.SecretSearch.SecretSearch();
        var folder = Directory.CreateTempSubdirectory("omt-");
        try
        {
            await using var world = await StartAsync();
            var trace = Path.Combine(folder.FullName, "trace.log");
            var events = new RecordedEvents(_ => Task.CompletedTask);
            var info = world.Sandbox.Info;
            var request = new ConnectRequest
            {
                Authority = info.Authority, ClientId = info.ClientId, Tenant = info.Tenant, ImapPort = info.ImapPort, SmtpPort = info.SmtpPort,
                CertificateAuthority = world.Sandbox.CertificateAuthority, StoreFolder = folder.FullName, NoStore = LibraryFlavour.IsNetStandard, TracePath = trace,
            };
            var session = await world.Client.ConnectAsync(request, events, Ct);
            await world.Client.SendMailAsync(session, new MailDraft { To = ["bob@contoso.test"], Subject = "x", Text = "x" }, Ct);
            await world.Client.GetMailAsync(session, new MailQuery(), Ct).CountAsync(Ct);
            await world.Client.DisconnectAsync(session, forget: false, Ct);

            var written = Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(File.ReadAllText).ToArray();
            Assert.Contains(written, text => text.Contains("AUTHENTICATE XOAUTH2", StringComparison.Ordinal));
            Assert.True(search.Known > 3);
            foreach (var text in written.Concat(events.Told).Concat(events.Warnings))
            {
                search.NoteText("what was said and written", text);
            }

            Assert.Empty(search.Found());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Throw(Exception e) => throw e;
}
