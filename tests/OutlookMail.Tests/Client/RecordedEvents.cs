using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.Tests.Client;

/// <summary>Keeps what a sign-in tells, and answers its device code as the test says.</summary>
internal sealed class RecordedEvents(Func<OutlookDeviceCode, Task> answer) : IConnectEvents
{
    public ConcurrentQueue<string> Warnings { get; } = new();

    public ConcurrentQueue<OutlookDeviceCode> Codes { get; } = new();

    public Task DeviceCodeAsync(OutlookDeviceCode code, CancellationToken cancellationToken)
    {
        Codes.Enqueue(code);
        return answer(code);
    }

    public ConcurrentQueue<string> Told { get; } = new();

    public void Verbose(string text) => Told.Enqueue(text);

    public void Warning(string text) => Warnings.Enqueue(text);
}
