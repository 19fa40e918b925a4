using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// How small the report's print has to be for one landscape page of A4. A page without script cannot measure itself, so
/// that its lines are counted here, by the average width of a letter and a little more.
/// </summary>
internal static class PrintScale
{
    // A4 less two margins of 8 mm, in CSS pixels (25.4 mm are 96), less heading, sums, table head and foot.
    private const double Width = 1062;
    private const double Height = 733 - 80;

    // 8 px at scale 1: a letter is about half as wide as high; in bold or in code a little wider. Lines are 1.2 high.
    private const double Letter = 4.5;
    private const double Line = 9.7;
    private const double RowPadding = 4.2;

    // Below that nobody reads it: a second page is the lesser evil.
    private const double Smallest = 0.45;
    private const double Step = 0.05;

    /// <summary>Per cent of the table's width: name, four answers, state, seen, cause and fix, who.</summary>
    public static IReadOnlyList<int> Columns { get; } = new[] { 12, 5, 5, 5, 4, 6, 25, 29, 9 };

    public static double Of(IReadOnlyList<OutlookPermissionResult> rows)
    {
        var scale = 1.0;
        while (scale > Smallest && HeightAt(rows, scale) > Height)
        {
            scale -= Step;
        }

        return scale;
    }

    private static double HeightAt(IReadOnlyList<OutlookPermissionResult> rows, double scale)
    {
        var groups = rows.Select(r => r.SignIn).Distinct().Count() > 1 ? rows.Zip(rows.Skip(1), (a, b) => a.SignIn != b.SignIn).Count(changes => changes) + 1 : 0;
        var before = new OutlookPermissionResult?[] { null }.Concat(rows);
        return ((groups * (Line + RowPadding)) + rows.Zip(before, (row, above) => (Lines(row, above, scale) * Line) + RowPadding).Sum()) * scale;
    }

    private static int Lines(OutlookPermissionResult row, OutlookPermissionResult? before, double scale)
    {
        int Of(string text, int column) => (int)Math.Ceiling(text.Length / ((Width * Columns[column] / 100 / Letter / scale) - 2));
        var fix = PermissionReport.IsAsAbove(row, before) ? 1
            : Of(PermissionReport.Words(row) + (row.Link ?? ""), 7) + row.Command.Split('\n').Where(l => l.Length > 0).Sum(l => Of(l, 7));
        return Math.Max(1, Math.Max(Of(row.Permission, 0), Math.Max(Of(PermissionReport.Seen(row, before), 6), fix)));
    }
}
