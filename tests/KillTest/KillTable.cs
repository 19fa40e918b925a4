using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace OutlookMail.KillTest;

/// <summary>What the runs came to, judged from the recipients' mailboxes.</summary>
public sealed record KillTable
{
    public required string World { get; init; }

    public required int Runs { get; init; }

    public required int Kills { get; init; }

    public required int Mails { get; init; }

    /// <summary>In no mailbox although the journal says sent, or not in the journal at all.</summary>
    public required IReadOnlyList<string> Lost { get; init; }

    /// <summary>Twice in one mailbox.</summary>
    public required IReadOnlyList<string> Doubled { get; init; }

    /// <summary>Mails that were uncertain at some time.</summary>
    public required int Uncertain { get; init; }

    /// <summary>Of these, found in Sent Items or confirmed.</summary>
    public required int Resolved { get; init; }

    /// <summary>Of these, still uncertain at the end, and never sent again.</summary>
    public required int Stayed { get; init; }

    /// <summary>Of these, in the recipient's mailbox all the same.</summary>
    public required int StayedButArrived { get; init; }

    /// <summary>Mails whose history has a gap: a line that does not begin in the state where the one before ended.</summary>
    public required IReadOnlyList<string> Gaps { get; init; }

    /// <summary>The sum of two runs of the test in one world.</summary>
    public KillTable And(KillTable other) => this with
    {
        Runs = Runs + other.Runs,
        Kills = Kills + other.Kills,
        Mails = Mails + other.Mails,
        Lost = [.. Lost, .. other.Lost],
        Doubled = [.. Doubled, .. other.Doubled],
        Uncertain = Uncertain + other.Uncertain,
        Resolved = Resolved + other.Resolved,
        Stayed = Stayed + other.Stayed,
        StayedButArrived = StayedButArrived + other.StayedButArrived,
        Gaps = [.. Gaps, .. other.Gaps],
    };

    public static string Write(IEnumerable<KillTable> tables) => string.Join("\n", tables.Select(table => table.Row()).Prepend(Head));

    public override string ToString() => Write([this]);

    private const string Head = "| servers | runs | kills | mails | lost | doubled | uncertain | resolved | stayed uncertain | of these arrived | gaps in the journal |\n"
        + "|---|---|---|---|---|---|---|---|---|---|---|";

    private string Row() =>
        $"| {World} | {string.Join(" | ", new[] { Runs, Kills, Mails, Lost.Count, Doubled.Count, Uncertain, Resolved, Stayed, StayedButArrived, Gaps.Count }.Select(number => number.ToString(CultureInfo.InvariantCulture)))} |";
}
