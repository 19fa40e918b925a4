using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Tests.Client;
using OutlookMail.Tests.Identity;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.SignIn;

/// <summary>What the suite's search would find, and a session with everything switched on in which it finds nothing.</summary>
public class SecretSearchTests
{
    [Fact]
    public void A_secret_is_found_in_the_middle_of_a_text_and_its_absence_too()
    {
        var secret = string.Concat(Enumerable.Range(0, 40).Select(n => Convert.ToBase64String(BitConverter.GetBytes(n * 7919)).TrimEnd('=')));
        var piece = SecretWatch.PieceOf(secret)!;

        Assert.True(SecretWatch.Holds($"Authorization: Bearer {secret}, and more", text => text == piece));
        Assert.False(SecretWatch.Holds("Authorization: Bearer <1500 octets>", text => text == piece));
    }

    [Fact]
    public async Task The_trace_the_store_and_every_word_of_a_session_hold_no_secret()
    {
        var pieces = new ConcurrentDictionary<string, byte>();
        void Note(string secret) => pieces.TryAdd(SecretWatch.PieceOf(secret) ?? secret, 0);
        IssuedSecrets.Issued += Note;
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
            Assert.True(pieces.Count > 3);
            Assert.All(written.Concat(events.Told).Concat(events.Warnings), text => Assert.False(SecretWatch.Holds(text, pieces.ContainsKey)));
        }
        finally
        {
            IssuedSecrets.Issued -= Note;
            folder.Delete(recursive: true);
        }
    }
}
