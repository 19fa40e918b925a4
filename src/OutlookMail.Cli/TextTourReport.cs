using System;
using System.Globalization;
using System.IO;
using OutlookMail.Model;

namespace OutlookMail.Cli;

internal sealed class TextTourReport(TextWriter output) : ITourReport
{
    public void Step(string name, TimeSpan time, string seen) =>
        output.WriteLine(string.Format(CultureInfo.InvariantCulture, "  ok   {0,5:0} ms  {1}: {2}", time.TotalMilliseconds, name, seen));

    public void Failed(string name, TimeSpan time, OutlookMailException error)
    {
        output.WriteLine(string.Format(CultureInfo.InvariantCulture, "  FAIL {0,5:0} ms  {1}: {2} ({3})", time.TotalMilliseconds, name, error.Message, error.ErrorId));
        output.WriteLine("       " + error.Fix);
    }

    public void End(bool passed, TimeSpan time) =>
        output.WriteLine(string.Format(
            CultureInfo.InvariantCulture,
            passed ? "The tour passed in {0:0.0} s." : "The tour failed after {0:0.0} s.",
            time.TotalSeconds));
}
