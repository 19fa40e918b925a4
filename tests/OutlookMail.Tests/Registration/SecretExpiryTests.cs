using System;
using OutlookMail.Client;
using Xunit;

namespace OutlookMail.Tests.Registration;

public sealed class SecretExpiryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(31.5, null)]
    [InlineData(30.5, "ends in 30 days")]
    [InlineData(8.5, "ends in 8 days")]
    [InlineData(7.5, "ends this week")]
    [InlineData(1.5, "ends within two days")]
    [InlineData(0.5, "ends within a day")]
    [InlineData(-0.5, "ended on 2026-11-22")]
    public void A_secret_s_end_is_announced_at_30_7_and_1_days(double days, string? text)
    {
        var warning = SecretExpiry.Warning(App(Now.AddDays(days)), Now);

        if (text is null)
        {
            Assert.Null(warning);
        }
        else
        {
            Assert.Contains(text, warning);
            Assert.Contains("Update-OutlookAppSecret -ClientId 42", warning);
        }
    }

    [Fact]
    public void An_app_without_a_secret_or_an_end_is_not_spoken_of()
    {
        Assert.Null(SecretExpiry.Warning(null, Now));
        Assert.Null(SecretExpiry.Warning(new KeptApp(), Now));
        Assert.Null(SecretExpiry.Warning(App(null), Now));
    }

    private static KeptApp App(DateTimeOffset? end) => new() { ClientId = "42", Name = "Mail", Secret = new KeptSecret { Value = "x", EndsOn = end } };
}
