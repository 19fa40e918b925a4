using System;
using System.Linq;
using System.Text;
using OutlookMail.Client;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Diagnosis;

public sealed class DiagnoserTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    // Facts 2.9, number for number in its order: what Entra's reference and captured answers name for a mail sign-in.
    private static readonly int[] Known =
    [
        28000, 50011, 500113, 50020, 50034, 50053, 50055, 50057, 50058, 50059, 50072, 50079, 50074, 50076, 50097, 50105, 50126,
        50133, 50173, 50158, 50194, 50196, 50199, 500011, 500200, 500202, 500207, 500208, 530003, 53000, 53001, 53003, 530032,
        530035, 530033, 65001, 65002, 65004, 650052, 650056, 650057, 65005, 70000, 70002, 70008, 700082, 700003, 70011, 70016,
        70018, 70019, 70043, 70044, 70046, 700016, 700022, 700023, 700024, 700027, 700025, 7000215, 7000216, 7000218, 7000222,
        90002, 900023, 9002313, 90023, 90013, 90014, 900144, 9001023, 9002331, 9002332, 9002346, 90072, 90094, 90095, 90119,
        90120, 90130, 90124, 90006, 90012, 90024, 90033, 50033, 70012, 90055, 1002012, 50049,
    ];

    [Fact]
    public void Every_number_that_the_facts_name_has_a_row_and_a_sample()
    {
        Assert.Empty(Known.Except(AadstsTable.All.Select(row => row.Code)));
        Assert.Empty(Known.Except(EntraSamples.All.Keys));
    }

    [Fact]
    public void Every_row_of_the_table_has_a_sample() => Assert.Empty(AadstsTable.All.Select(row => row.Code).Except(EntraSamples.All.Keys));

    public static TheoryData<int> Numbers => new(EntraSamples.All.Keys);

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Every_AADSTS_number_is_explained_in_both_layouts_of_Entras_text(int number)
    {
        var row = AadstsTable.Find(number);
        Assert.NotNull(row);
        var trace = "Trace ID: 6f0d4d3c-1a2b-4c3d-8e4f-5a6b7c8d9e0f{0}Correlation ID: 1f0d4d3c-1a2b-4c3d-8e4f-5a6b7c8d9e0f{0}Timestamp: 2026-11-22 10:00:00Z";
        var sentence = $"AADSTS{number}: {EntraSamples.All[number]}";

        foreach (var text in new[] { sentence + "\r\n" + string.Format(trace, "\r\n"), sentence + " " + string.Format(trace, " "), $$"""{"error":"invalid_grant","error_description":"{{sentence}}","error_codes":[{{number}}]}""" })
        {
            var first = Diagnoser.Diagnose(text, Now)[0];

            Assert.Equal(($"AADSTS{number}", row.Cause, row.Fix, row.ErrorId), (first.Code, first.Cause, first.Fix, first.ErrorId));
            Assert.Equal(OutlookConfidence.High, first.Confidence);
            Assert.Equal("Entra", first.Source);
        }
    }

    [Theory]
    [InlineData("A3 BAD User is authenticated but not connected.", "authenticated but not connected", ErrorIds.AuthenticatedNotConnected, OutlookFixer.ExchangeAdministrator, "ImapEnabled", false)]
    [InlineData("* BYE Request is throttled. Suggested Backoff Time: 299961 milliseconds", "request is throttled", ErrorIds.Throttled, OutlookFixer.Time, "exactly", true)]
    [InlineData("A12 NO Request is throttled. Suggested Backoff Time: 299961 milliseconds", "request is throttled", ErrorIds.Throttled, OutlookFixer.Time, "exactly", true)]
    [InlineData("A7 BAD Command Argument Error. 11", "Command Argument Error. 11", ErrorIds.ServerRefused, OutlookFixer.Caller, "KEYWORD", false)]
    [InlineData("A7 BAD Command Argument Error. 12", "Command Argument Error. 12", ErrorIds.ServerRefused, OutlookFixer.Caller, "syntax", false)]
    [InlineData("* BYE Connection is closed. 13", "BYE 13", ErrorIds.ConnectionLost, OutlookFixer.Time, "29 minutes", true)]
    [InlineData("* BYE Connection closed. 14", "BYE 14", ErrorIds.ConnectionLost, OutlookFixer.Time, "line before", true)]
    [InlineData("A1 NO AUTHENTICATE failed.", "NO AUTHENTICATE failed", ErrorIds.WrongAudience, OutlookFixer.Caller, "https://outlook.office.com/IMAP.AccessAsUser.All", false)]
    [InlineData("A9 NO [BADCHARSET (US-ASCII)] The specified charset is not supported.", "BADCHARSET", ErrorIds.ServerRefused, OutlookFixer.Caller, "ASCII", false)]
    [InlineData("* BYE Session invalidated - AccessTokenExpired", "BYE AccessTokenExpired", ErrorIds.AccessTokenExpired, OutlookFixer.Time, "new token", true)]
    [InlineData("A1 NO LOGIN failed.", "NO LOGIN failed", ErrorIds.AuthenticationRejected, OutlookFixer.Caller, "OAuth", false)]
    [InlineData("Subject: Retrieval using the IMAP4 protocol failed for the following message: 42", "message not retrievable", ErrorIds.ServerRefused, OutlookFixer.ExchangeAdministrator, "Outlook", false)]
    [InlineData("-ERR Authentication failure: unknown user name or bad password.", "-ERR Authentication failure", ErrorIds.AuthenticationRejected, OutlookFixer.Caller, "POP", false)]
    public void Every_text_of_Exchanges_IMAP_is_explained(string line, string code, string errorId, OutlookFixer fixer, string fix, bool retryable) =>
        Explains(line, code, errorId, fixer, fix, retryable);

    [Theory]
    [InlineData("535 5.7.3 Authentication unsuccessful [XX1PR00CA0000.eurprd00.prod.outlook.com 2026-11-22T10:00:00.000Z 08DE0000]", "535 5.7.3", ErrorIds.AuthenticationRejected, OutlookFixer.Caller, "SMTP.Send", false)]
    [InlineData("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [XX1PR00CA0000.eurprd00.prod.outlook.com]", "535 5.7.139", ErrorIds.SmtpAuthDisabled, OutlookFixer.ExchangeAdministrator, "Set-TransportConfig", false)]
    [InlineData("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled", "535 5.7.139", ErrorIds.SmtpAuthDisabled, OutlookFixer.ExchangeAdministrator, "Set-CASMailbox", false)]
    [InlineData("535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy. Contact your administrator.", "535 5.7.139", ErrorIds.SmtpAuthDisabled, OutlookFixer.TenantAdministrator, "security defaults", false)]
    [InlineData("535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully. Contact your administrator.", "535 5.7.139", ErrorIds.SmtpAuthDisabled, OutlookFixer.TenantAdministrator, "sign-in logs", false)]
    [InlineData("535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.", "535 5.7.139", ErrorIds.AuthenticationRejected, OutlookFixer.User, "OAuth", false)]
    [InlineData("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", "535 5.7.139", ErrorIds.AuthenticationRejected, OutlookFixer.Caller, "OAuth", false)]
    [InlineData("550 5.7.30 Basic authentication is not supported for Client Submission.", "550 5.7.30", ErrorIds.AuthenticationRejected, OutlookFixer.Caller, "OAuth", false)]
    [InlineData("530 5.7.57 Client not authenticated to send mail. [XX1PR00CA0000.eurprd00.prod.outlook.com]", "530 5.7.57", ErrorIds.AuthenticationRejected, OutlookFixer.Caller, "AUTH", false)]
    [InlineData("550 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM [XX1PR00CA0000.eurprd00.prod.outlook.com]", "530 5.7.57", ErrorIds.AuthenticationRejected, OutlookFixer.Caller, "AUTH", false)]
    [InlineData("530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM", "530 5.7.57", ErrorIds.AuthenticationRejected, OutlookFixer.Caller, "AUTH", false)]
    [InlineData("550 5.7.60 SMTP; Client does not have permissions to send as this sender", "550 5.7.60", ErrorIds.SenderRejected, OutlookFixer.ExchangeAdministrator, "Add-RecipientPermission", false)]
    [InlineData("554 5.2.252 SendAsDenied; ada@contoso.com not allowed to send as info@contoso.com; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message", "554 5.2.252", ErrorIds.SenderRejected, OutlookFixer.ExchangeAdministrator, "Add-RecipientPermission", false)]
    [InlineData("554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message", "554 5.2.0 SendAsDenied", ErrorIds.SenderRejected, OutlookFixer.ExchangeAdministrator, "Add-RecipientPermission", false)]
    [InlineData("432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information. [Hostname=XX.prod.outlook.com] STOREDRV.ClientSubmit; sender thread limit exceeded", "432 4.3.2", ErrorIds.Throttled, OutlookFixer.Time, "fewer connections", true)]
    [InlineData("554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message due to a permanent exception with message [BeginDiagnosticData]The message can't be submitted because the sender's submission quota was exceeded.", "554 5.2.0 SubmissionQuotaExceeded", ErrorIds.Throttled, OutlookFixer.Time, "24 hours", true)]
    [InlineData("554 5.2.2 mailbox full", "554 5.2.2", ErrorIds.Throttled, OutlookFixer.Time, "24 hours", true)]
    [InlineData("550 5.1.8 Access denied, bad outbound sender AS(42004)", "550 5.1.8", ErrorIds.SenderRejected, OutlookFixer.TenantAdministrator, "Restricted entities", false)]
    [InlineData("550 5.7.705 Access denied, tenant has exceeded threshold.", "550 5.7.705", ErrorIds.SenderRejected, OutlookFixer.TenantAdministrator, "support", false)]
    [InlineData("550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP.", "550 5.7.708", ErrorIds.SenderRejected, OutlookFixer.TenantAdministrator, "paid subscription", false)]
    [InlineData("550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains.", "550 5.7.750", ErrorIds.SenderRejected, OutlookFixer.TenantAdministrator, "verify", false)]
    [InlineData("451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (AS761)", "451 4.7.500-699", ErrorIds.Throttled, OutlookFixer.Time, "quarter", true)]
    [InlineData("451 4.7.699 Server busy. Please try again later.", "451 4.7.500-699", ErrorIds.Throttled, OutlookFixer.Time, "quarter", true)]
    [InlineData("451 4.7.850 Access denied, please try again later.", "451 4.7.850-899", ErrorIds.Throttled, OutlookFixer.Time, "slowly", true)]
    [InlineData("452 4.5.3 Too many recipients (AS780090)", "452 4.5.3", ErrorIds.RecipientRejected, OutlookFixer.Caller, "another transaction", false)]
    [InlineData("550 5.5.3 RESOLVER.ADR.RecipLimit; too many recipients", "550 5.5.3", ErrorIds.RecipientRejected, OutlookFixer.Caller, "Split", false)]
    [InlineData("421 4.3.2 Service not active", "421 4.3.2", ErrorIds.ConnectionLost, OutlookFixer.Time, "again", true)]
    [InlineData("421 4.3.2 Service not available, closing transmission channel", "421 4.3.2", ErrorIds.ConnectionLost, OutlookFixer.Time, "again", true)]
    [InlineData("421 4.4.2 Connection dropped due to SocketError", "421 4.4.2", ErrorIds.ConnectionLost, OutlookFixer.Time, "TLS 1.2", true)]
    [InlineData("552 5.3.4 Message size exceeds fixed maximum message size", "552 5.3.4", ErrorIds.MessageTooLarge, OutlookFixer.Caller, "MaxSendSize", false)]
    [InlineData("535 5.7.8 Error: authentication failed: Invalid token", "535 5.7.8", ErrorIds.AuthenticationRejected, OutlookFixer.Caller, "belong together", false)]
    [InlineData("454 4.7.0 Temporary authentication failure", "454 4.7.0", ErrorIds.Throttled, OutlookFixer.Time, "minute", true)]
    [InlineData("550 5.1.1 <x@contoso.test>: Recipient address rejected: User unknown", "550 5.1.1", ErrorIds.RecipientRejected, OutlookFixer.Caller, "address", false)]
    [InlineData("550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", "550 5.1.1", ErrorIds.RecipientRejected, OutlookFixer.Caller, "address", false)]
    [InlineData("550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient", "550 5.2.3", ErrorIds.MessageTooLarge, OutlookFixer.Caller, "split", false)]
    [InlineData("500 5.3.3 Unrecognized command 'FOO'", "500 5.3.3", ErrorIds.ServerRefused, OutlookFixer.Caller, "AUTH", false)]
    [InlineData("501 5.5.124 Invalid XOAUTH2 auth data", "501 5.5.124", ErrorIds.AuthenticationRejected, OutlookFixer.Caller, "line breaks", false)]
    public void Every_reply_of_Exchanges_SMTP_is_explained(string line, string code, string errorId, OutlookFixer fixer, string fix, bool retryable) =>
        Explains(line, code, errorId, fixer, fix, retryable);

    [Theory]
    [InlineData("""{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}""", "Authorization_RequestDenied", ErrorIds.RightsMissing, OutlookFixer.TenantAdministrator, "Export-OutlookApp", false)]
    [InlineData("InvalidAuthenticationToken: Access token validation failure. Invalid audience.", "InvalidAuthenticationToken", ErrorIds.WrongAudience, OutlookFixer.Caller, "https://graph.microsoft.com", false)]
    [InlineData("400 Request_BadRequest: When using this permission, the backing application of the service principal being created must in the local tenant. NoBackingApplicationObject", "NoBackingApplicationObject", ErrorIds.GraphRefused, OutlookFixer.Time, "again", true)]
    [InlineData("CredentialInvalidLifetimeAsPerAppPolicy", "CredentialInvalidLifetimeAsPerAppPolicy", ErrorIds.GraphRefused, OutlookFixer.Caller, "-Lifetime", false)]
    [InlineData("CredentialTypeNotAllowedAsPerAppPolicy", "CredentialTypeNotAllowedAsPerAppPolicy", ErrorIds.GraphRefused, OutlookFixer.TenantAdministrator, "certificate", false)]
    [InlineData("authorization_declined", "authorization_declined", ErrorIds.SignInDeclined, OutlookFixer.User, "accept", false)]
    [InlineData("""{"error":"slow_down"}""", "slow_down", ErrorIds.Throttled, OutlookFixer.Time, "five seconds", true)]
    [InlineData("System.Net.Sockets.SocketException (11001): No such host is known.", "name not found", ErrorIds.ConnectionFailed, OutlookFixer.NetworkAdministrator, "DNS", false)]
    [InlineData("The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot", "certificate not trusted", ErrorIds.TlsFailed, OutlookFixer.NetworkAdministrator, "-CertificateAuthority", false)]
    public void Graph_OAuth_and_the_network_are_explained(string line, string code, string errorId, OutlookFixer fixer, string fix, bool retryable) =>
        Explains(line, code, errorId, fixer, fix, retryable);

    [Fact]
    public void A_throttle_is_waited_for_exactly_as_long_as_Exchange_says() =>
        Assert.Equal(TimeSpan.FromMilliseconds(299961), Diagnoser.Diagnose("* BYE Request is throttled. Suggested Backoff Time: 299961 milliseconds", Now)[0].RetryAfter);

    [Fact]
    public void A_text_with_several_causes_gives_them_all_the_likeliest_first()
    {
        var found = Diagnoser.Diagnose("A1 OK AUTHENTICATE completed.\nA2 BAD User is authenticated but not connected.\n* BYE Connection closed. 14", Now);

        Assert.Equal(5, found.Count);
        Assert.Contains("ImapEnabled", found[0].Fix);
        Assert.Contains(found, d => d.Fix.Contains("New-ServicePrincipal"));
        Assert.Equal(found.OrderByDescending(d => d.Confidence).Select(d => d.Cause), found.Select(d => d.Cause));
    }

    [Fact]
    public void A_number_is_preferred_to_the_words_around_it()
    {
        var found = Diagnoser.Diagnose("invalid_client\r\nAADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.", Now);

        Assert.Equal("AADSTS7000218", Assert.Single(found).Code);
    }

    [Fact]
    public void A_number_without_a_row_is_low_confidence_with_Microsofts_own_page()
    {
        var only = Assert.Single(Diagnoser.Diagnose("AADSTS99999: Something new.", Now));

        Assert.Equal(OutlookConfidence.Low, only.Confidence);
        Assert.Contains("https://login.microsoftonline.com/error?code=99999", only.Fix);
    }

    [Fact]
    public void The_same_cause_twice_in_a_log_is_said_once() =>
        Assert.Single(Diagnoser.Diagnose("AADSTS50034: a\nAADSTS50034: b", Now));

    [Fact]
    public void A_pasted_Graph_token_is_recognised_and_not_shown()
    {
        var token = Jwt($$"""{"aud":"https://graph.microsoft.com","exp":{{Now.AddHours(-1).ToUnixTimeSeconds()}}}""");

        var found = Diagnoser.Diagnose("token is " + token, Now);

        Assert.Equal(["aud", "exp"], found.Select(d => d.Code));
        Assert.All(found, d => Assert.DoesNotContain(token.Split('.')[1], d.Evidence + d.Cause + d.Fix));
    }

    [Theory]
    [InlineData("C: A1 AUTHENTICATE XOAUTH2 dXNlcj1hZGFAY29udG9zby5jb20BYXV0aD1CZWFyZXIgZXlKMGVYQQEB -> A1 NO AUTHENTICATE failed.", "dXNlcj1hZGE")]
    [InlineData("AADSTS7000215: Invalid client secret. client_secret=abC8Q~abcdefghijklmnopqrstuvwxyz0123456789 was sent", "abC8Q~")]
    [InlineData("AADSTS7000215: Invalid client secret: abC8Q~abcdefghijklmnopqrstuvwxyz01234.", "abC8Q~")]
    [InlineData("Authorization: Bearer EwB4A8l6BAAUkj1NuJYtTVha AADSTS50034: x", "EwB4A8l6")]
    [InlineData("""{"refresh_token":"M.C5xx_BAY.-Cabcdef","error_codes":[70000]}""", "M.C5xx")]
    public void Secrets_of_a_pasted_log_are_not_repeated(string line, string secret)
    {
        var found = Diagnoser.Diagnose(line, Now);

        Assert.NotEmpty(found);
        Assert.All(found, d => Assert.DoesNotContain(secret, d.Evidence));
    }

    [Theory]
    [InlineData("")]
    [InlineData("250 2.0.0 OK <x@y> [Hostname=XX.prod.outlook.com]")]
    [InlineData("A1 OK AUTHENTICATE completed.")]
    [InlineData("* 432 EXISTS")]
    public void What_means_no_trouble_gives_no_diagnosis(string text) => Assert.Empty(Diagnoser.Diagnose(text, Now));

    [Fact]
    public void An_error_of_the_catalogue_brings_its_own_fix_when_its_text_says_no_more()
    {
        var error = new OutlookMailException(ErrorIds.FolderNotFound, OutlookErrorCategory.ObjectNotFound, "The mailbox has no folder named 'X'.", "Check the name.");

        var only = Assert.Single(Diagnoser.Diagnose(error, Now));

        Assert.Equal((ErrorIds.FolderNotFound, "Check the name."), (only.ErrorId, only.Fix));
    }

    [Fact]
    public void The_texts_behind_an_error_are_read_too()
    {
        var error = new InvalidOperationException("It failed.", new InvalidOperationException("AADSTS7000222: The provided client secret keys are expired."));

        Assert.Equal("AADSTS7000222", Diagnoser.Diagnose(error, Now)[0].Code);
    }

    [Fact]
    public void A_long_hostile_line_ends_in_time()
    {
        var line = string.Concat(Enumerable.Repeat("client_secret=AADSTS eyJ. 5.7.139 ", 20_000));

        Assert.NotEmpty(Diagnoser.Diagnose(line, Now));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4000)]
    [InlineData(4090)]
    [InlineData(9000)]
    public void A_log_that_is_one_long_line_is_read_to_its_end(int before) =>
        Assert.Equal("535 5.7.139", Diagnoser.Diagnose(new string('x', before) + " 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.", Now)[0].Code);

    [Fact]
    public void Every_row_has_a_whole_sentence_for_cause_and_fix_and_an_id_of_the_catalogue()
    {
        var ids = typeof(ErrorIds).GetFields().Select(f => (string)f.GetRawConstantValue()!).ToHashSet(StringComparer.Ordinal);

        Assert.All(ImapTextTable.All.Concat(SmtpTextTable.All).Concat(GraphCodeTable.All).Concat(OAuthErrorTable.All).Concat(NetworkTextTable.All), row =>
        {
            Assert.Contains(row.ErrorId, ids);
            Assert.EndsWith(".", row.Cause);
            Assert.True(row.Fix.EndsWith('.') || row.Fix.EndsWith("150MB.", StringComparison.Ordinal), row.Fix);
        });
    }

    private static void Explains(string line, string code, string errorId, OutlookFixer fixer, string fix, bool retryable)
    {
        var first = Diagnoser.Diagnose(line, Now)[0];

        Assert.Equal((code, errorId, fixer, retryable), (first.Code, first.ErrorId, first.WhoCanFix, first.IsRetryable));
        Assert.Contains(fix, first.Fix);
        Assert.NotEmpty(first.Evidence);
    }

    private static string Jwt(string payload) => $"{Base64Url("""{"alg":"RS256","typ":"JWT"}""")}.{Base64Url(payload)}.c2lnbmF0dXJl";

    private static string Base64Url(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
