using System;
using OutlookMail.Store;
using Xunit;

namespace OutlookMail.Tests.Store;

public class MatchExpressionTests
{
    [Theory]
    [InlineData("invoice", "\"invoice\"")]
    [InlineData("invoice march", "\"invoice\" AND \"march\"")]
    [InlineData("\"open invoice\" -paid", "(\"open invoice\") NOT (\"paid\")")]
    [InlineData("inv*", "\"inv\"*")]
    [InlineData("from:ada subject:\"a b\"", "sender:\"ada\" AND subject:\"a b\"")]
    [InlineData("ada OR bob carol", "\"ada\" OR \"bob\" AND \"carol\"")]
    [InlineData("-from:bob ada", "(\"ada\") NOT (sender:\"bob\")")]
    [InlineData("ada@contoso.test", "\"ada@contoso.test\"")]
    [InlineData("NEAR(a b) AND \"", "\"NEAR(a\" AND \"b)\" AND \"AND\"")]
    [InlineData("say \"\"hi\"\" ; --", "\"say\" AND \"hi\"")]
    [InlineData("http://x.test/a:b", "\"http://x.test/a:b\"")]
    [InlineData("unknown:word", "\"unknown:word\"")]
    public void What_a_person_writes_becomes_an_expression_that_cannot_be_wrong(string text, string expression) =>
        Assert.Equal(expression, MatchExpression.From(text));

    [Theory]
    [InlineData("")]
    [InlineData("  ;-) ")]
    [InlineData("-only")]
    [InlineData("OR a")]
    [InlineData("a OR")]
    public void What_names_no_word_is_refused(string text) => Assert.Throws<FormatException>(() => MatchExpression.From(text));
}
