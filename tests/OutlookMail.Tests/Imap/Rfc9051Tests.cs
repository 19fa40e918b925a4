using System;
using System.IO;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap;

public class Rfc9051Tests
{
    private const string BearerToken = "bixhPWFkYUBjb250b3NvLnRlc3QsAWhvc3Q9bG9jYWxob3N0AXBvcnQ9MTQzAWF1dGg9QmVhcmVyIHRva2VuAQE=";

    private const string Token = "dXNlcj1hZGFAY29udG9zby50ZXN0AWF1dGg9QmVhcmVyIHRva2VuAQE=";

    [Fact]
    public async Task Capabilities_in_the_greeting_save_a_command()
    {
        var script = new Transcript("S: * OK [CAPABILITY IMAP4rev1 IDLE APPENDLIMIT=35882577 auth=xoauth2] hi") { StaysOpen = true };
        await using ImapConnection connection = await script.OpenAsync();
        Assert.True(connection.Capabilities.Has("idle"));
        Assert.Equal("35882577", connection.Capabilities.ValueOf("APPENDLIMIT"));
        Assert.Equal(["XOAUTH2"], connection.Capabilities.AuthMechanisms);
        Assert.Equal("hi", connection.Greeting);
        script.AssertDone();
    }

    [Theory]
    [InlineData("AUTH=PLAIN AUTH=LOGIN SASL-IR", "LOGIN")]
    [InlineData("SASL-IR", "no sign-in at all")]
    [InlineData("LOGINDISABLED AUTH=GSSAPI", "GSSAPI")]
    public async Task Where_no_bearer_mechanism_is_offered_neither_a_token_nor_a_password_is_sent(string capabilities, string named)
    {
        var script = new Transcript($"S: * OK [CAPABILITY IMAP4rev1 {capabilities}] hi") { StaysOpen = true };
        await using ImapConnection connection = await script.OpenAsync();
        var refused = await Assert.ThrowsAsync<ImapRefusedException>(() => connection.AuthenticateAsync("ada", "token"));
        Assert.Contains(named, refused.ServerText, StringComparison.Ordinal);
        Assert.False(connection.IsAuthenticated);
        script.AssertDone();
    }

    [Fact]
    public async Task Without_sasl_ir_the_token_waits_for_the_continuation()
    {
        var script = new Transcript($"""
            S: * OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] hi
            C: A1 AUTHENTICATE XOAUTH2
            S: + 
            C: {Token}
            S: A1 OK [CAPABILITY IMAP4rev1 IDLE] in
            """);
        await using ImapConnection connection = await script.OpenAsync();
        await connection.AuthenticateAsync("ada@contoso.test", "token");
        Assert.True(connection.Capabilities.Has("IDLE"));
        script.AssertDone();
    }

    [Theory]
    [InlineData("XOAUTH2", true)]
    [InlineData("XOAUTH2", false)]
    [InlineData("OAUTHBEARER", true)]
    [InlineData("OAUTHBEARER", false)]
    public async Task No_form_of_signing_in_shows_the_token_in_a_trace(string mechanism, bool initial)
    {
        string payload = mechanism == "XOAUTH2" ? Token : BearerToken;
        var script = new Transcript($"S: * OK [CAPABILITY IMAP4rev1 AUTH={mechanism}{(initial ? " SASL-IR" : "")}] hi\nC: A1 AUTHENTICATE {mechanism}"
            + (initial ? $" {payload}\n" : $"\nS: + \nC: {payload}\n") + "S: A1 OK [CAPABILITY IMAP4rev1] in\n");
        var text = new StringWriter();
        using var trace = new WireTrace(text);
        await using ImapConnection connection = await script.OpenAsync(new WireOptions { Trace = trace });
        await connection.AuthenticateAsync("ada@contoso.test", "token");
        script.AssertDone();
        Assert.Contains($"<{payload.Length} octets>", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(payload.Substring(0, 8), text.ToString(), StringComparison.Ordinal);
    }

    // RFC 7628 §3.2.2 and §3.2.3
    [Theory]
    [InlineData("XOAUTH2", Token, "eyJzdGF0dXMiOiI0MDEifQ==", "", "{\"status\":\"401\"}")]
    [InlineData("OAUTHBEARER", BearerToken, "eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=", "AQ==", "{\"status\":\"invalid_token\"}")]
    public async Task An_error_challenge_is_answered_as_the_mechanism_wants(string mechanism, string payload, string challenge, string answer, string error)
    {
        var script = new Transcript($"""
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH={mechanism}] hi
            C: A1 AUTHENTICATE {mechanism} {payload}
            S: + {challenge}
            C: {answer}
            S: A1 NO [AUTHENTICATIONFAILED] Authentication failed.
            """) { StaysOpen = true };
        await using ImapConnection connection = await script.OpenAsync();
        ImapRefusedException e = await Assert.ThrowsAsync<ImapRefusedException>(() => connection.AuthenticateAsync("ada@contoso.test", "token"));
        Assert.Equal(("AUTHENTICATIONFAILED", error), (e.ResponseCode, e.Challenge));
        script.AssertDone();
    }

    [Fact]
    public async Task A_synchronizing_literal_waits_and_its_refusal_is_the_commands()
    {
        var script = new Transcript("""
            S: * PREAUTH [CAPABILITY IMAP4rev1] hi
            C: A1 UID SEARCH CHARSET UTF-8 SUBJECT {2}
            S: * 5 EXISTS
            S: A1 NO [BADCHARSET] no
            C: A2 UID SEARCH CHARSET UTF-8 SUBJECT {2}
            S: + go on
            """ + "\nC: \u00c3\u00bc\nS: * SEARCH\nS: A2 OK done\n");
        await using ImapConnection connection = await script.OpenAsync();
        await Assert.ThrowsAsync<ImapRefusedException>(() => connection.UidSearchAsync(SearchQuery.Subject("ü")));
        Assert.Empty(await connection.UidSearchAsync(SearchQuery.Subject("ü")));
        script.AssertDone();
    }

    [Fact]
    public async Task A_greeting_of_bye_is_a_bye()
    {
        var script = new Transcript("S: * BYE [UNAVAILABLE] too many connections");
        ImapByeException e = await Assert.ThrowsAsync<ImapByeException>(() => script.OpenAsync());
        Assert.Equal("too many connections", e.ServerText);
        Assert.True(script.IsClosed);
    }

    [Fact]
    public async Task A_second_operation_at_the_same_time_is_a_mistake_of_the_program()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", "C: A2 UID SEARCH ALL")) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        Task first = connection.UidSearchAsync(SearchQuery.All);
        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.UidSearchAsync(SearchQuery.All));
        await connection.DisposeAsync();
        await Assert.ThrowsAsync<ConnectionBrokenException>(() => first);
    }

    [Fact]
    public async Task Unknown_responses_and_codes_are_passed_over()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 UID SEARCH ALL
            S: * X-NEWS (a b) {3}
            S: xyz
            S: * OK [X-CODE "a]b" (c)] text
            S: * 12 X-COUNT
            S: * NO [ALERT] disk is full
            S: * SEARCH 5
            S: A2 OK [X-DONE 7] fine
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        Assert.Equal([5u], await connection.UidSearchAsync(SearchQuery.All));
    }

    [Fact]
    public async Task A_refused_select_leaves_nothing_selected()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 SELECT Nowhere
            S: A2 NO [NONEXISTENT] no such mailbox
            """)) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        ImapRefusedException e = await Assert.ThrowsAsync<ImapRefusedException>(() => connection.SelectAsync("Nowhere", false));
        Assert.Equal("NONEXISTENT", e.ResponseCode);
        Assert.Null(connection.Selected);
        Assert.False(connection.IsBroken);
    }
}
