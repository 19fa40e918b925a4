using System;
using System.Threading;

namespace OutlookMail.Client;

/// <summary>
/// Who is told of reconnects: whoever listens in the flow of calls that the work runs in. Any call may meet one, so a
/// parameter for it would stand on every method.
/// </summary>
public static class RecoveryEvents
{
    private static readonly AsyncLocal<IRecoveryEvents?> Listener = new();

    internal static IRecoveryEvents? Current => Listener.Value;

    /// <summary>From now until the returned object is disposed, in this flow of calls and those it starts.</summary>
    public static IDisposable Listen(IRecoveryEvents events)
    {
        var before = Listener.Value;
        Listener.Value = events ?? throw new ArgumentNullException(nameof(events));
        return new Scope(before);
    }

    private sealed class Scope(IRecoveryEvents? before) : IDisposable
    {
        public void Dispose() => Listener.Value = before;
    }
}
