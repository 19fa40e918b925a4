using System;
using System.IO;
using System.Text.Json;
using OutlookMail.Model;

namespace OutlookMail.Cli;

internal sealed class JsonTourReport(TextWriter output) : ITourReport
{
    public void Step(string name, TimeSpan time, string seen) =>
        Write(new { step = name, ok = true, ms = time.TotalMilliseconds, seen });

    public void Failed(string name, TimeSpan time, OutlookMailException error) =>
        Write(new { step = name, ok = false, ms = time.TotalMilliseconds, error = error.ErrorId, message = error.Message, fix = error.Fix });

    public void End(bool passed, TimeSpan time) => Write(new { step = "end", ok = passed, ms = time.TotalMilliseconds });

    private void Write<T>(T line) => output.WriteLine(JsonSerializer.Serialize(line));
}
