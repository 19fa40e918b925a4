using System;
using System.Globalization;

namespace OutlookMail.Tests.Wire;

/// <summary>How many damaged sessions a fuzzer takes from each seed: a few thousand, or as many as OUTLOOKMAIL_FUZZ_ROUNDS says.</summary>
internal static class FuzzRounds
{
    public static int Or(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("OUTLOOKMAIL_FUZZ_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) ? rounds : usual;
}
