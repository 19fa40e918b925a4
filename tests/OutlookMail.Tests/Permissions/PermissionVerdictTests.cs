using System.Collections.Generic;
using System.Linq;
using OutlookMail.Client;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Permissions;

/// <summary>Every combination of declared, consented, token and wire has one cause and one fix. The table is written by hand.</summary>
public class PermissionVerdictTests
{
    // y yes, n no, ? not seen, * any of the three; the first row that fits counts.
    private static readonly (string Chain, OutlookPermissionStatus Status, string Remedy)[] Table =
    [
        ("**ny", OutlookPermissionStatus.Passed, "None"),
        ("nn*y", OutlookPermissionStatus.Warning, "DeclareAndConsent"),
        ("*n*y", OutlookPermissionStatus.Warning, "Consent"),
        ("n**y", OutlookPermissionStatus.Warning, "DeclareOnly"),
        ("***y", OutlookPermissionStatus.Passed, "None"),
        ("**yn", OutlookPermissionStatus.Failed, "Server"),
        ("*ynn", OutlookPermissionStatus.Failed, "SignInAgain"),
        ("*y?n", OutlookPermissionStatus.Failed, "Server"),
        ("nn*n", OutlookPermissionStatus.Failed, "DeclareAndConsent"),
        ("n?*n", OutlookPermissionStatus.Failed, "DeclareAndConsent"),
        ("*n*n", OutlookPermissionStatus.Failed, "Consent"),
        ("*?nn", OutlookPermissionStatus.Failed, "Consent"),
        ("*??n", OutlookPermissionStatus.Failed, "Server"),
        ("**y?", OutlookPermissionStatus.NotTested, "Try"),
        ("*yn?", OutlookPermissionStatus.Failed, "SignInAgain"),
        ("*y??", OutlookPermissionStatus.NotTested, "Try"),
        ("nn*?", OutlookPermissionStatus.Failed, "DeclareAndConsent"),
        ("n?*?", OutlookPermissionStatus.Failed, "DeclareAndConsent"),
        ("*n*?", OutlookPermissionStatus.Failed, "Consent"),
        ("*?n?", OutlookPermissionStatus.Failed, "Consent"),
        ("*???", OutlookPermissionStatus.NotTested, "Try"),
    ];

    public static TheoryData<string> Chains => [.. from d in "yn?" from c in "yn?" from t in "yn?" from w in "yn?" select new string([d, c, t, w])];

    [Theory]
    [MemberData(nameof(Chains))]
    public void Each_of_the_81_combinations_has_one_cause_and_one_fix(string chain)
    {
        var expected = Table.First(row => Fits(row.Chain, chain));

        var verdict = PermissionVerdict.Of(Answer(chain[0]), Answer(chain[1]), Answer(chain[2]), Answer(chain[3]));

        Assert.Equal((expected.Status, expected.Remedy), (verdict.Status, verdict.Remedy.ToString()));
        Assert.Equal(verdict.Remedy == PermissionRemedy.None, verdict.Cause.Length == 0);
    }

    [Fact]
    public void Each_row_of_the_table_is_used() => Assert.All(Table, row => Assert.Contains(Chains, chain => Table.First(r => Fits(r.Chain, chain)) == row));

    [Fact]
    public void What_did_not_work_is_never_Passed_and_what_worked_never_Failed() => Assert.All(Chains, data =>
    {
        string chain = data;
        var status = PermissionVerdict.Of(Answer(chain[0]), Answer(chain[1]), Answer(chain[2]), Answer(chain[3])).Status;
        Assert.True(chain[3] == 'y' ? status is OutlookPermissionStatus.Passed or OutlookPermissionStatus.Warning : status is OutlookPermissionStatus.Failed or OutlookPermissionStatus.NotTested, chain);
    });

    private static bool Fits(string pattern, string chain) => pattern.Zip(chain).All(pair => pair.First == '*' || pair.First == pair.Second);

    private static bool? Answer(char c) => c switch
    {
        'y' => true,
        'n' => false,
        _ => null,
    };
}
