using System;
using System.Collections.Concurrent;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.Tests.Archive;

/// <summary>Keeps what a run tells.</summary>
internal sealed class RecordedArchiveEvents(Action<ArchiveProgress>? progress = null) : IArchiveEvents
{
    public ConcurrentQueue<OutlookMailException> Errors { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    public ConcurrentQueue<ArchiveProgress> Progresses { get; } = new();

    public void Progress(ArchiveProgress told)
    {
        Progresses.Enqueue(told);
        progress?.Invoke(told);
    }

    public void Verbose(string text)
    {
    }

    public void Warning(string text) => Warnings.Enqueue(text);

    public void Failed(OutlookMailException error) => Errors.Enqueue(error);
}
