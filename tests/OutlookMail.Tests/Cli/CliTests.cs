using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using OutlookMail.Mime;
using OutlookMail.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Cli;

public sealed class CliTests
{
    private const string Ada = "ada@contoso.test";

    [Fact]
    public async Task The_main_job_is_done_from_any_shell()
    {
        await using var world = await CliWorld.StartAsync();
        await File.WriteAllTextAsync(world.PathOf("note.txt"), "attached", TestContext.Current.CancellationToken);

        var connected = await world.JsonAsync(null, "connect");
        var sent = await world.JsonAsync("Zwölf Boxkämpfer\n", "send", "--to", Ada, "Bob <bob@contoso.test>", "--subject", "Grüße 👋", "--body-file", "-", "--attachment", "note.txt");
        var listed = await world.JsonAsync(null, "list", "--subject", "Grüße", "--unread");
        var exported = await world.JsonAsync(null, "export", "kept", "--folder", "INBOX");
        var tested = await world.JsonAsync(null, "test");
        var token = await world.JsonAsync(null, "token");

        Assert.Equal((0, Ada, "DeviceCode"), (connected.Code, Text(connected.Lines.Single(), "mailbox"), Text(connected.Lines[0], "signIn")));
        Assert.Contains("enter the code", connected.Error, StringComparison.Ordinal);
        Assert.Equal((0, "Sent", 2), (sent.Code, Text(sent.Lines.Single(), "state"), sent.Lines[0].GetProperty("recipients").GetArrayLength()));
        Assert.Equal((0, "Grüße 👋", true), (listed.Code, Text(listed.Lines.Single(), "subject"), listed.Lines[0].GetProperty("hasAttachment").GetBoolean()));
        Assert.Equal((0, 1), (exported.Code, exported.Lines.Single().GetProperty("exported").GetInt32()));
        var kept = Directory.EnumerateFiles(world.PathOf("kept"), "*.eml", SearchOption.AllDirectories).Single();
        using var mail = MimeMessage.Parse(await File.ReadAllBytesAsync(kept, TestContext.Current.CancellationToken));
        Assert.Equal(("Grüße 👋", "note.txt"), (mail.Subject, mail.Attachments.Single().FileName));
        Assert.Equal(0, tested.Code);
        Assert.Equal(
            ["email", "offline_access", "IMAP.AccessAsUser.All", "SMTP.Send", "User.Read"],
            tested.Lines.Where(row => row.GetProperty("requested").GetBoolean() && Text(row, "status") == "Passed").Select(row => Text(row, "permission")));
        Assert.Equal((0, Ada), (token.Code, Text(token.Lines.Single(), "user")));
        Assert.StartsWith("eyJ", Text(token.Lines[0], "token"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_key_sends_the_same_mail_once()
    {
        await using var world = await CliWorld.StartAsync();
        string[] mail = ["send", "--to", "bob@contoso.test", "--subject", "x", "--body", "y", "--idempotency-key", "monday"];

        var first = await world.JsonAsync(null, mail);
        var second = await world.JsonAsync(null, mail);

        Assert.Equal((false, true), (first.Lines.Single().GetProperty("isRepeat").GetBoolean(), second.Lines.Single().GetProperty("isRepeat").GetBoolean()));
        Assert.Single(world.Sandbox.Store.Mailbox("bob@contoso.test").Folder("INBOX").Messages);
    }

    [Fact]
    public async Task What_if_changes_nothing()
    {
        await using var world = await CliWorld.StartAsync();

        var mail = await world.JsonAsync(null, "send", "--to", "bob@contoso.test", "--subject", "x", "--body", "y", "--what-if");
        var app = await world.JsonAsync(null, "register", "Mail runbook", "--what-if");
        var again = await world.JsonAsync(null, "register", "Mail runbook", "--what-if");

        Assert.Equal("bob@contoso.test", mail.Lines.Single().GetProperty("recipients")[0].GetString());
        Assert.Empty(world.Sandbox.Store.Mailbox("bob@contoso.test").Folder("INBOX").Messages);
        Assert.Contains(app.Lines, line => Text(line, "change").StartsWith("add app registration", StringComparison.Ordinal));
        Assert.Equal(app.Lines.Length, again.Lines.Length);
    }

    [Fact]
    public async Task An_app_is_registered_and_its_secret_not_printed()
    {
        await using var world = await CliWorld.StartAsync();

        var (code, lines, _) = await world.JsonAsync(null, "register", "Web mail", "--serves", "Web", "--redirect-uri", "http://localhost/cb");

        Assert.Equal((0, "Web mail"), (code, Text(lines.Single(), "name")));
        Assert.Contains(lines[0].GetProperty("changes").EnumerateArray(), change => change.GetString()!.Contains("client secret", StringComparison.Ordinal));
        Assert.DoesNotContain("value", lines[0].GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_fails_is_one_line_on_standard_error_and_code_1()
    {
        await using var world = await CliWorld.StartAsync();

        var refused = await world.JsonAsync(null, "list", "--folder", "Nope");
        world.Sandbox.Store.Mailbox(Ada).SmtpClientAuthenticationDisabled = true;
        var tested = await world.JsonAsync(null, "test");

        Assert.Equal((1, 0), (refused.Code, refused.Lines.Length));
        Assert.Contains("\"error\":\"FolderNotFound\"", refused.Error, StringComparison.Ordinal);
        Assert.Contains("\"fix\":", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, tested.Code);
        Assert.Contains("Set-CASMailbox", Text(tested.Lines.Single(row => Text(row, "permission") == "SMTP.Send"), "command"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_can_type_a_code_none_is_shown()
    {
        await using var world = await CliWorld.StartAsync(SandboxApproval.Page);

        var (code, lines, error) = await world.JsonAsync(null, "connect");

        Assert.Equal((1, 0), (code, lines.Length));
        Assert.Contains("NobodyToSignIn", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("send", "--to", "bob@contoso.test", "--subject", "x")]
    [InlineData("list", "--since", "tomorrow")]
    [InlineData("list", "--sandbox", "missing.json")]
    [InlineData("list", "--sandbox", "note.txt")]
    [InlineData("list", "--ca-file", "note.txt")]
    [InlineData("send", "--to", "bob@contoso.test", "--subject", "x", "--body-file", "missing.txt")]
    [InlineData("send", "--to", "bob@contoso.test", "--subject", "x", "--body", "y", "--body-file", "note.txt")]
    [InlineData("send", "--to", "bob@contoso.test", "--subject", "x", "--body-file", "-", "--html-file", "-")]
    [InlineData("register", "x", "--profile", "y")]
    [InlineData("lost")]
    public async Task What_cannot_be_meant_is_code_2(params string[] arguments)
    {
        await using var world = await CliWorld.StartAsync();
        await File.WriteAllTextAsync(world.PathOf("note.txt"), "neither JSON nor PEM", TestContext.Current.CancellationToken);

        var (code, _, error) = await world.RunAsync(null, arguments is ["list", "--sandbox", _] or ["lost"] ? arguments : [.. arguments, "--sandbox", world.Box]);

        Assert.Equal(2, code);
        Assert.NotEmpty(error);
    }

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString() ?? "";
}
