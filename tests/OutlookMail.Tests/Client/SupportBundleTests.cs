using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Client;

public sealed class SupportBundleTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("outlookmail-bundle-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(folder.FullName, "support.zip");

    [Fact]
    public async Task Nothing_in_it_says_whose_it_is()
    {
        await using var world = await SandboxSession.StartAsync();
        var trace = Path.Combine(folder.FullName, "mail.trace");
        var session = await world.SignInAsync(request => request.TracePath = trace);
        await world.Client.SendMailAsync(session, new MailDraft { To = ["Grace Hopper <grace.hopper@navy.test>"], Subject = "Quarterly secret", Text = "attack at dawn" }, Ct);
        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.SendMailAsync(session, new MailDraft { To = ["ada@contoso.test <x"], Subject = "s", Text = "t" }, Ct));
        world.Sandbox.Store.Mailbox("ada@contoso.test").SmtpClientAuthenticationDisabled = true;
        var token = new NetworkCredential("", (await world.Client.GetAccessTokenAsync(session, OutlookTokenResource.Mail, Ct)).Token).Password;

        var made = await world.Client.ExportSupportBundleAsync(
            session, new ConnectRequest(), new SupportBundleRequest(Target) { Errors = [error], Facts = [new("module", "9.9")] }, Ct);

        var files = Read();
        Assert.Equal(["about.txt", "environment.json", "assemblies.tsv", "session.json", "connection.json", "errors.json", "trace.txt"], made.Files);
        Assert.Equal(made.Files, files.Keys);
        Assert.Equal(new FileInfo(Target).Length, made.Length);
        var all = string.Join("\n", files.Values);
        foreach (var secret in new[] { "ada@", "contoso.test", "grace", "navy.test", "Quarterly", "attack at dawn", session.ClientId!, token, token[..40], folder.FullName })
        {
            Assert.DoesNotContain(secret, all, StringComparison.OrdinalIgnoreCase);
        }

        var mailbox = JsonDocument.Parse(files["session.json"]).RootElement.GetProperty("Mailbox").GetString()!;
        Assert.Matches("^address[0-9]+@domain[0-9]+$", mailbox);
        Assert.Contains($"MAIL FROM:<{mailbox}>", files["trace.txt"], StringComparison.Ordinal);
        Assert.Equal(error.ErrorId, JsonDocument.Parse(files["errors.json"]).RootElement[0].GetProperty("ErrorId").GetString());
        Assert.Equal(
            ["Login", "Graph", "Imap", "Smtp"],
            JsonDocument.Parse(files["connection.json"]).RootElement.EnumerateArray().Select(row => row.GetProperty("Service").GetString()).Distinct());
        Assert.Contains(mailbox, files["connection.json"], StringComparison.Ordinal);
        Assert.Equal("9.9", JsonDocument.Parse(files["environment.json"]).RootElement.GetProperty("module").GetString());
        Assert.Contains("OutlookMail.Client\t", files["assemblies.tsv"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_session_it_tells_the_machine_and_the_way_to_the_servers()
    {
        await using var world = await SandboxSession.StartAsync();

        var made = await world.Client.ExportSupportBundleAsync(null, new ConnectRequest { Sandbox = world.Sandbox.Info }, new SupportBundleRequest(Target), Ct);

        Assert.Equal(["about.txt", "environment.json", "assemblies.tsv", "connection.json", "errors.json"], made.Files);
        Assert.Contains(JsonDocument.Parse(Read()["connection.json"]).RootElement.EnumerateArray(), row => row.GetProperty("Status").GetString() == "Passed");
    }

    [Fact]
    public async Task Only_the_names_of_variables_are_told()
    {
        var client = new OutlookClient(TimeProvider.System, name => name == "AZURE_CLIENT_SECRET" ? "the value" : null);

        await client.ExportSupportBundleAsync(null, new ConnectRequest(), new SupportBundleRequest(Target) { NoConnectionTest = true }, Ct);

        var files = Read();
        Assert.Contains("AZURE_CLIENT_SECRET", files["environment.json"], StringComparison.Ordinal);
        Assert.DoesNotContain("the value", string.Concat(files.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_there_and_a_trace_that_is_not_are_errors_that_change_nothing()
    {
        var client = new OutlookClient(TimeProvider.System, _ => null);
        await File.WriteAllTextAsync(Target, "mine", Ct);
        SupportBundleRequest Request(string? trace = null) => new(Target) { NoConnectionTest = true, TracePath = trace, Overwrite = trace is not null };

        var exists = await Assert.ThrowsAsync<OutlookMailException>(() => client.ExportSupportBundleAsync(null, new ConnectRequest(), Request(), Ct));
        var missing = await Assert.ThrowsAsync<OutlookMailException>(() => client.ExportSupportBundleAsync(null, new ConnectRequest(), Request(Path.Combine(folder.FullName, "no.trace")), Ct));

        Assert.Equal((ErrorIds.FileExists, ErrorIds.TraceNotReadable), (exists.ErrorId, missing.ErrorId));
        Assert.Equal("mine", await File.ReadAllTextAsync(Target, Ct));
        Assert.Single(folder.EnumerateFiles());
    }

    [Theory]
    [InlineData("RCPT TO:<ada@contoso.com> and ADA@contoso.com, bob@contoso.com", "RCPT TO:<address1@domain1> and address1@domain1, address2@domain1")]
    [InlineData("tenant contoso.onmicrosoft.com", "tenant domain1")]
    [InlineData("app 1b2c3d4e-1111-2222-3333-444455556666 of 00000003-0000-0000-c000-000000000000", "app id1 of 00000003-0000-0000-c000-000000000000")]
    [InlineData("/home/grace/mail and grace on turing1, gracefully", "~/mail and user on machine, gracefully")]
    [InlineData("Größe@Bücher.example", "address1@domain1")]
    public void Each_name_has_another_one(string text, string expected) =>
        Assert.Equal(expected, new Pseudonyms("/home/grace", "grace", "turing1").Apply(text));

    [Fact]
    public void A_user_without_a_domain_has_another_name_too()
    {
        var names = new Pseudonyms("/home/grace", "grace", "turing1");
        names.Learn(new OutlookSession(Guid.NewGuid(), "hopper", "hopper"));

        Assert.Equal("signed in account1", names.Apply("signed in hopper"));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private Dictionary<string, string> Read()
    {
        using var zip = System.IO.Compression.ZipFile.OpenRead(Target);
        return zip.Entries.ToDictionary(
            entry => entry.FullName,
            entry =>
            {
                using var reader = new StreamReader(entry.Open());
                return reader.ReadToEnd();
            });
    }
}
