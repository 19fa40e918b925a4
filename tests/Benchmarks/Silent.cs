using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.Benchmarks;

/// <summary>Hears nothing, and fails where something failed.</summary>
internal sealed class Silent : IConnectEvents, IArchiveEvents
{
    public static Silent Instance { get; } = new();

    public Task DeviceCodeAsync(OutlookDeviceCode code, CancellationToken cancellationToken) => throw new InvalidOperationException("A token was given.");

    public void Progress(ArchiveProgress progress)
    {
    }

    public void Verbose(string text)
    {
    }

    public void Warning(string text)
    {
    }

    public void Failed(OutlookMailException error) => throw error;
}
