using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

public sealed class ErrorDescriptionTests
{
    private const string Trace = "11111111-2222-3333-4444-555555555555";
    private const string Correlation = "66666666-7777-8888-9999-000000000000";

    [Theory]
    [InlineData("AADSTS50126: Error validating credentials.\r\nTrace ID: " + Trace + "\r\nCorrelation ID: " + Correlation + "\r\nTimestamp: 2026-11-22 12:00:00Z")]
    [InlineData("AADSTS50126: Error validating credentials. Trace ID: " + Trace + " Correlation ID: " + Correlation + " Timestamp: 2026-11-22 12:00:00Z")]
    public void Both_layouts_give_the_same_parts(string raw)
    {
        var description = ErrorDescription.Parse(raw);

        Assert.Equal("AADSTS50126: Error validating credentials.", description.Text);
        Assert.Equal(Trace, description.TraceId);
        Assert.Equal(Correlation, description.CorrelationId);
        Assert.Equal(50126, description.AadstsCode);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("expired", "expired")]
    [InlineData("Trace ID: nothing", "Trace ID: nothing")]
    public void A_sentence_of_another_server_stays_as_it_is(string raw, string text)
    {
        var description = ErrorDescription.Parse(raw);

        Assert.Equal(text, description.Text);
        Assert.Null(description.TraceId);
        Assert.Null(description.AadstsCode);
    }
}
