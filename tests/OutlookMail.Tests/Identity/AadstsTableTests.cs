using System;
using System.Linq;
using System.Reflection;
using OutlookMail.Client;
using Xunit;

namespace OutlookMail.Tests.Identity;

public sealed class AadstsTableTests
{
    [Fact]
    public void Every_row_names_an_entry_of_the_catalogue_a_cause_and_a_fix()
    {
        var ids = typeof(ErrorIds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).ToHashSet(StringComparer.Ordinal);

        Assert.All(AadstsTable.All, row =>
        {
            Assert.Contains(row.ErrorId, ids);
            Assert.EndsWith(".", row.Cause);
            Assert.EndsWith(".", row.Fix);
        });
    }

    [Fact]
    public void Only_what_passes_by_itself_is_retryable_for_everybody()
    {
        Assert.All(AadstsTable.All.Where(r => r.Fixer == AadstsFixer.Time), row => Assert.True(row.IsRetryable));
        Assert.All(AadstsTable.All.Where(r => r.ErrorId is ErrorIds.DeviceCodeBlocked or ErrorIds.SignInRequired), row => Assert.False(row.IsRetryable));
    }

    [Theory]
    [InlineData(7000218, AadstsFixer.AppOwner, "Allow public client flows")]
    [InlineData(7000215, AadstsFixer.AppOwner, "Value")]
    [InlineData(53003, AadstsFixer.Administrator, "-Interactive")]
    [InlineData(65001, AadstsFixer.User, "consent")]
    [InlineData(900144, AadstsFixer.Caller, "report")]
    public void A_number_finds_its_row(int code, AadstsFixer fixer, string fix)
    {
        var row = AadstsTable.Find(code)!;

        Assert.Equal((code, fixer), (row.Code, row.Fixer));
        Assert.Contains(fix, row.Fix);
    }

    [Fact]
    public void An_unknown_number_has_no_row() => Assert.Null(AadstsTable.Find(1));
}
