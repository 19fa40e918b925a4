using System.Linq;
using OutlookMail.Smtp.Grammar;
using Xunit;

namespace OutlookMail.Tests.Smtp.Grammar;

public class CommandLineTests
{
    [Theory]
    [InlineData("QUIT", "QUIT", "")]
    [InlineData("ehlo [127.0.0.1]", "EHLO", "[127.0.0.1]")]
    [InlineData("NOOP  ", "NOOP", "")]
    [InlineData("", "", "")]
    public void A_line_is_verb_and_argument(string line, string verb, string argument)
    {
        CommandLine command = CommandLine.Parse(line);
        Assert.Equal(verb, command.Verb);
        Assert.Equal(argument, command.Argument);
    }

    [Theory]
    [InlineData("MAIL FROM:<ada@contoso.com> SIZE=1234 BODY=8BITMIME SMTPUTF8", "FROM", "ada@contoso.com", "SIZE=1234,BODY=8BITMIME,SMTPUTF8")]
    [InlineData("mail from:<>", "FROM", "", "")]
    [InlineData("MAIL FROM: <ada@contoso.com>", "FROM", "ada@contoso.com", "")]
    [InlineData("RCPT TO:<@relay.example:bob@contoso.com>", "TO", "bob@contoso.com", "")]
    [InlineData("RCPT TO:<\"a>b\"@contoso.com> NOTIFY=NEVER", "TO", "\"a>b\"@contoso.com", "NOTIFY=NEVER")]
    public void A_path_and_its_parameters_are_read(string line, string keyword, string address, string parameters)
    {
        Assert.True(CommandLine.Parse(line).TryReadPath(keyword, out string found, out var read));
        Assert.Equal(address, found);
        Assert.Equal(parameters, string.Join(",", read.Select(p => p.ToString())));
    }

    [Theory]
    [InlineData("MAIL FROM:ada@contoso.com")]
    [InlineData("MAIL FROM:<ada@contoso.com")]
    [InlineData("MAIL FROM:<ada@contoso.com>SIZE=1")]
    [InlineData("MAIL FROM:<not an address>")]
    [InlineData("MAIL FROM:<ada@contoso.com> SIZE=")]
    [InlineData("MAIL FROM:<ada@contoso.com> =1")]
    [InlineData("MAIL TO:<ada@contoso.com>")]
    [InlineData("MAIL")]
    public void A_broken_path_is_refused(string line) =>
        Assert.False(CommandLine.Parse(line).TryReadPath("FROM", out _, out _));

    [Theory]
    [InlineData("SIZE 157286400", "SIZE", "157286400")]
    [InlineData("auth LOGIN XOAUTH2", "AUTH", "LOGIN,XOAUTH2")]
    [InlineData("AUTH=LOGIN PLAIN", "AUTH", "LOGIN,PLAIN")]
    [InlineData("8BITMIME", "8BITMIME", "")]
    public void An_ehlo_line_is_keyword_and_parameters(string line, string keyword, string parameters)
    {
        Assert.True(EhloKeyword.TryParse(line, out EhloKeyword read));
        Assert.Equal(keyword, read.Keyword);
        Assert.Equal(parameters, string.Join(",", read.Parameters));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("-X")]
    [InlineData("*OK")]
    public void An_ehlo_line_without_a_keyword_is_none(string line) => Assert.False(EhloKeyword.TryParse(line, out _));

    [Theory]
    [InlineData("ada@contoso.com", "ada@contoso.com")]
    [InlineData("a+b=c d", "a+2Bb+3Dc+20d")]
    [InlineData("é", "+C3+A9")]
    [InlineData("", "")]
    public void Xtext_escapes_what_a_parameter_cannot_hold(string text, string xtext) => Assert.Equal(xtext, Xtext.Encode(text));
}
