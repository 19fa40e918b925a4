using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.Tests.Registration;

/// <summary>Notes what it is told.</summary>
internal sealed class RecordedAppEvents : IAppEvents
{
    public List<string> Lines { get; } = [];

    public Task DeviceCodeAsync(OutlookDeviceCode code, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Verbose(string text) => Lines.Add(text);

    public void Warning(string text) => Lines.Add(text);

    public void Progress(string text) => Lines.Add(text);
}
