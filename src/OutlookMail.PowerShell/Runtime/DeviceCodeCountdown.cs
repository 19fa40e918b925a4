using System;
using System.Globalization;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>Shows as progress how long a device code still lasts, until somebody used it or it ran out.</summary>
internal sealed class DeviceCodeCountdown : IDisposable
{
    private const int ActivityId = 4201;

    // A person reads seconds.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly CmdletOutput output;
    private readonly CancellationTokenSource end = new();
    private bool started;

    internal DeviceCodeCountdown(CmdletOutput output) => this.output = output;

    /// <summary>Runs on its own from here on.</summary>
    internal void Start(OutlookDeviceCode code)
    {
        started = true;
        _ = RunAsync(code, code.ExpiresOn - DateTimeOffset.UtcNow, end.Token);
    }

    /// <summary>Takes the bar away.</summary>
    internal async Task EndAsync()
    {
        if (!started)
        {
            return;
        }

        end.Cancel();
        try
        {
            await output.ProgressAsync(new ProgressRecord(ActivityId, "Waiting for the sign-in", "Done") { RecordType = ProgressRecordType.Completed }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The pipeline takes no more, and what ended it goes before this.
        }
    }

    public void Dispose() => end.Dispose();

    private async Task RunAsync(OutlookDeviceCode code, TimeSpan whole, CancellationToken cancellationToken)
    {
        try
        {
            while (code.ExpiresOn - DateTimeOffset.UtcNow is var left && left > TimeSpan.Zero)
            {
                await output.ProgressAsync(Record(code, left, whole)).ConfigureAwait(false);
                await Task.Delay(Step, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The sign-in ended, or the pipeline takes no more.
        }
    }

    internal static ProgressRecord Record(OutlookDeviceCode code, TimeSpan left, TimeSpan whole) => new(
        ActivityId,
        "Waiting for the sign-in",
        string.Format(CultureInfo.InvariantCulture, "Code {0} at {1}, {2:m\\:ss} left", code.UserCode, code.VerificationUri, left))
    {
        SecondsRemaining = (int)left.TotalSeconds,
        PercentComplete = whole > TimeSpan.Zero ? (int)Math.Max(0, Math.Min(100, 100 - (left.TotalSeconds * 100 / whole.TotalSeconds))) : 100,
    };
}
