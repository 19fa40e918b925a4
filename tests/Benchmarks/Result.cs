using System;
using System.Collections.Generic;
using System.Text.Json;

namespace OutlookMail.Benchmarks;

internal sealed class Result
{
    public List<double> Ours { get; } = [];

    public List<double> Raw { get; } = [];

    /// <summary>This process's processor time: steadier than the clock on a machine that does other things too.</summary>
    public List<double> OursCpu { get; } = [];

    public List<double> RawCpu { get; } = [];

    public List<double> Allocated { get; } = [];

    public long Items { get; set; }

    public long Bytes { get; set; }

    /// <summary>Octets of working set above the idle process at the worst moment; 0 where it was not measured.</summary>
    public long PeakAboveIdle { get; set; }

    public string ToJson(string operation)
    {
        double ours = Median(Ours);
        double raw = Median(Raw);
        return JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["op"] = operation,
            ["median_ms"] = Math.Round(ours, 1),
            ["raw_ms"] = Math.Round(raw, 1),
            ["ratio"] = raw == 0 ? 0 : Math.Round(ours / raw, 3),
            ["alloc_bytes"] = (long)Median(Allocated),
            ["items"] = Items,
            ["bytes"] = Bytes,
            ["peak_above_idle_bytes"] = PeakAboveIdle,
            ["cpu_ms"] = Math.Round(Median(OursCpu), 1),
            ["raw_cpu_ms"] = Math.Round(Median(RawCpu), 1),
            ["cpu_ratio"] = Median(RawCpu) == 0 ? 0 : Math.Round(Median(OursCpu) / Median(RawCpu), 3),
        });
    }

    private static double Median(List<double> values)
    {
        if (values.Count == 0)
        {
            return 0;
        }

        values.Sort();
        return values.Count % 2 == 1 ? values[values.Count / 2] : (values[(values.Count / 2) - 1] + values[values.Count / 2]) / 2;
    }
}
