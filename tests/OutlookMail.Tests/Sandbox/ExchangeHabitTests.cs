using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Architecture;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>What the sandbox does because Exchange does it: the table of docs/sandbox.md, its sources and its tests.</summary>
public sealed class ExchangeHabitTests : IAsyncLifetime
{
    private SandboxServer server = null!;

    public async ValueTask InitializeAsync() => server = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Trait("Source", "stalwartlabs/vandelay #12")]
    [Fact]
    public async Task The_size_told_may_be_another_than_the_size_that_comes()
    {
        server.Store.Mailbox("ada@contoso.test").Folder("INBOX").Append("Subject: x\r\n\r\nx\r\n"u8.ToArray());
        await using SandboxWire wire = await SandboxWire.SignedInImapAsync(server);
        await wire.LastOfAsync("1 SELECT INBOX");
        server.Faults.Next(OutlookSandboxFault.WrongSize);
        Assert.Equal("* 1 FETCH (RFC822.SIZE 58)", (await wire.AllOfAsync("2 FETCH 1 (RFC822.SIZE)"))[0]);
        Assert.Equal("* 1 FETCH (RFC822.SIZE 17)", (await wire.AllOfAsync("3 FETCH 1 (RFC822.SIZE)"))[0]);
    }

    [Trait("Source", "OfflineIMAP/offlineimap #62")]
    [Fact]
    public async Task What_cannot_be_made_into_a_message_comes_as_a_text_about_it()
    {
        server.Store.Mailbox("ada@contoso.test").Folder("INBOX").Append("Subject: x\r\n\r\nx\r\n"u8.ToArray());
        await using SandboxWire wire = await SandboxWire.SignedInImapAsync(server);
        await wire.LastOfAsync("1 SELECT INBOX");
        server.Faults.Next(OutlookSandboxFault.UnreadableMessage);
        Assert.Contains("Subject: Retrieval using the IMAP4 protocol failed for the following message: 1", await wire.AllOfAsync("2 FETCH 1 BODY.PEEK[]"));
    }

    [Fact]
    public void Each_habit_has_a_source_and_a_test_that_names_it()
    {
        string[] rows = File.ReadAllLines(Path.Combine(SourceTree.Root, "docs", "sandbox.md"))
            .SkipWhile(line => line != "### Exchange's habits")
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .TakeWhile(line => line.Count(c => c == '|') == 4)
            .Skip(1)
            .Select(line => line.Split('|')[3].Trim().Trim('`') + " <- " + line.Split('|')[2].Trim())
            .Order(StringComparer.Ordinal)
            .ToArray();

        string[] tests = typeof(ExchangeHabitTests).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(ExchangeHabitTests).Namespace)
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<TraitAttribute>()
                .Where(trait => trait.Name == "Source")
                .Select(trait => method.DeclaringType!.Name + "." + method.Name + " <- " + trait.Value))
            .Order(StringComparer.Ordinal)
            .ToArray();

        Assert.NotEmpty(rows);
        Assert.Equal(rows, tests);
    }
}
