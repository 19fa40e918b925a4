using System;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.Cli;

/// <summary>What happens on the way, for a person: on standard error, so that standard output holds results alone.</summary>
internal sealed class ConsoleEvents(TextWriter error, bool verbose, Action<OutlookMailException> failed) : IAppEvents, IMailboxEvents, IArchiveEvents, IOutboxEvents
{
    public Task DeviceCodeAsync(OutlookDeviceCode code, CancellationToken cancellationToken) => error.WriteLineAsync(code.Message);

    public void Verbose(string text)
    {
        if (verbose)
        {
            error.WriteLine(text);
        }
    }

    public void Warning(string text) => error.WriteLine("warning: " + text);

    public void Progress(string text) => error.WriteLine(text);

    public void Progress(ArchiveProgress progress) => Verbose(string.Create(
        CultureInfo.InvariantCulture,
        $"{progress.Done} of {progress.Total}, {progress.MessagesPerSecond:0}/s{(progress.Remaining is { } left ? $", {left:hh\\:mm\\:ss} left" : "")}: {progress.Activity}"));

    public void Progress(OutboxProgress progress) => Verbose(progress.Activity);

    public void Progress(long done, long? all) => Verbose(string.Create(CultureInfo.InvariantCulture, $"{done} of {all?.ToString(CultureInfo.InvariantCulture) ?? "?"}"));

    public void Failed(OutlookMailException failure) => failed(failure);
}
