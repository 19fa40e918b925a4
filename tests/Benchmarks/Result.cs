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

    /// <summary>The largest ratio to the raw work that is still good; 0: none is set.</summary>
    public double Budget { get; set; }

    /// <summary>The largest allocation per octet read that is still good; 0: none is set.</summary>
    public double AllocationBudget { get; set; }

    /// <summary>The largest allocation per item that is still good; 0: none is set.</summary>
    public double ItemAllocationBudget { get; set; }

    /// <summary>The largest working set above the idle process that is still good; 0: none is set.</summary>
    public long PeakBudget { get; set; }

    /// <summary>Nothing but the processor decides: the budget is held against processor time, which other work on the
    /// machine disturbs less.</summary>
    public bool IsProcessorBound { get; set; }

    public string ToJson(string operation)
    {
        double ours = Median(Ours);
        double raw = Median(Raw);
        double ratio = raw == 0 ? 0 : ours / raw;
        double cpuRatio = Median(RawCpu) == 0 ? 0 : Median(OursCpu) / Median(RawCpu);
        var values = new Dictionary<string, object>
        {
            ["op"] = operation,
            ["median_ms"] = Math.Round(ours, 1),
            ["raw_ms"] = Math.Round(raw, 1),
            ["ratio"] = Math.Round(ratio, 3),
            ["alloc_bytes"] = (long)Median(Allocated),
            ["items"] = Items,
            ["bytes"] = Bytes,
            ["peak_above_idle_bytes"] = PeakAboveIdle,
            ["cpu_ms"] = Math.Round(Median(OursCpu), 1),
            ["raw_cpu_ms"] = Math.Round(Median(RawCpu), 1),
            ["cpu_ratio"] = Math.Round(cpuRatio, 3),
        };
        if (Items > 0)
        {
            values["alloc_bytes_per_item"] = (long)(Median(Allocated) / Items);
        }

        if (PeakBudget > 0)
        {
            values["budget_bytes"] = PeakBudget;
            values["held"] = PeakAboveIdle <= PeakBudget;
        }

        if (Budget > 0)
        {
            values["budget"] = Budget;
            values["held"] = (IsProcessorBound ? cpuRatio : ratio) <= Budget
                && (AllocationBudget == 0 || Median(Allocated) <= AllocationBudget * Bytes)
                && (ItemAllocationBudget == 0 || Median(Allocated) <= ItemAllocationBudget * Items);
        }

        return JsonSerializer.Serialize(values);
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
