using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Tests.Wire;

/// <summary>
/// A line in memory between a client and a server. One side's octets are slow from one octet on: held back until both
/// sides wait and the client's clock has moved (<see cref="FaultKind.Delay"/>), or given one for each read
/// (<see cref="FaultKind.Dribble"/>). What comes before that octet is never read together with it.
/// </summary>
internal sealed class SlowLine
{
    private readonly object _gate = new();
    private readonly ManualTime _time;
    private readonly TimeSpan _hold;
    private readonly Way _toClient;
    private readonly Way _toServer;
    private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isReleasing;

    /// <param name="time">The client's clock.</param>
    /// <param name="hold">How far a delay moves it.</param>
    public SlowLine(Fault? fault, ManualTime time, TimeSpan hold)
    {
        _time = time;
        _hold = hold;
        _toClient = new Way(fault is { FromClient: false } ? fault : null);
        _toServer = new Way(fault is { FromClient: true } ? fault : null);
        Client = new End(this, _toClient, _toServer);
        Server = new End(this, _toServer, _toClient);
    }

    public Stream Client { get; }

    public Stream Server { get; }

    /// <summary>The session was long enough: the fault's octet was given, and slowly.</summary>
    public bool IsMet => _met.Task.IsCompleted;

    /// <summary>Octets of the server that the client has read.</summary>
    public long ServerOctets => _toClient.Given;

    /// <summary>Octets of the client that the server has read.</summary>
    public long ClientOctets => _toServer.Given;

    /// <summary>Under the gate.</summary>
    private void Pump()
    {
        _toClient.Pump(_met);
        _toServer.Pump(_met);
        // The client waits, and so does the reader of what is held: nothing moves any more but the clock.
        if (!_isReleasing && _toClient.IsWaiting && (_toClient.IsHeld || _toServer.IsHeld))
        {
            _isReleasing = true;
            _ = ReleaseAsync();
        }
    }

    private async Task ReleaseAsync()
    {
        await Task.Yield();
        // Its read has begun; its timeout runs a moment later.
        await _time.ArmedWithinAsync(TimeSpan.MaxValue);
        _time.Advance(_hold);
        lock (_gate)
        {
            _toClient.Release();
            _toServer.Release();
            Pump();
        }
    }

    private void Write(Way way, ReadOnlySpan<byte> octets)
    {
        lock (_gate)
        {
            way.Add(octets);
            Pump();
        }
    }

    private ValueTask<int> ReadAsync(Way way, Memory<byte> target)
    {
        lock (_gate)
        {
            Task<int> read = way.ReadAsync(target);
            Pump();
            return read.IsCompletedSuccessfully ? new ValueTask<int>(read.Result) : new ValueTask<int>(read);
        }
    }

    private void Close(Way reading, Way writing)
    {
        lock (_gate)
        {
            reading.Abandon();
            writing.End();
            Pump();
        }
    }

    /// <summary>What one side has written and the other not yet read. Everything under the line's gate.</summary>
    private sealed class Way(Fault? fault)
    {
        private byte[] _octets = new byte[4096];
        private int _start;
        private int _end;
        private bool _isOver;
        private bool _isReleased;
        private Memory<byte> _target;
        private TaskCompletionSource<int>? _waiting;

        public long Given { get; private set; }

        public bool IsWaiting => _waiting is not null;

        public bool IsHeld => IsWaiting && _end > _start && !_isReleased && fault is { Kind: FaultKind.Delay } && Given == fault.At;

        public void Add(ReadOnlySpan<byte> octets)
        {
            if (_octets.Length - _end < octets.Length)
            {
                byte[] larger = new byte[(_end - _start + octets.Length) * 2];
                _octets.AsSpan(_start, _end - _start).CopyTo(larger);
                (_octets, _start, _end) = (larger, 0, _end - _start);
            }

            octets.CopyTo(_octets.AsSpan(_end));
            _end += octets.Length;
        }

        public Task<int> ReadAsync(Memory<byte> target)
        {
            _target = target;
            _waiting = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiting.Task;
        }

        public void Pump(TaskCompletionSource met)
        {
            int count = Math.Min(Ready(), _target.Length);
            if (_waiting is not { } waiting || (count == 0 && !(_isOver && _start == _end)))
            {
                return;
            }

            if (count > 0 && fault is not null && Given == fault.At)
            {
                met.TrySetResult();
            }

            _octets.AsSpan(_start, count).CopyTo(_target.Span);
            _start += count;
            Given += count;
            _waiting = null;
            waiting.SetResult(count);
        }

        public void Release() => _isReleased = true;

        public void End() => _isOver = true;

        public void Abandon()
        {
            _waiting?.TrySetException(new ObjectDisposedException(nameof(SlowLine)));
            _waiting = null;
        }

        private int Ready()
        {
            int held = _end - _start;
            if (fault is null || _isReleased)
            {
                return held;
            }

            long before = fault.At - Given;
            return before > 0 ? (int)Math.Min(before, held)
                : fault.Kind == FaultKind.Dribble ? Math.Min(held, 1)
                : 0;
        }
    }

    private sealed class End(SlowLine line, Way reading, Way writing) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => line.ReadAsync(reading, buffer);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            line.ReadAsync(reading, buffer.AsMemory(offset, count)).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            line.Write(writing, buffer.Span);
            return default;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            line.Write(writing, buffer.AsSpan(offset, count));
            return Task.CompletedTask;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => line.Write(writing, buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing) => line.Close(reading, writing);
    }
}
