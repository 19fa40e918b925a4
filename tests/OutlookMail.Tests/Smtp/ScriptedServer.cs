using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp;
using OutlookMail.Wire;

namespace OutlookMail.Tests.Smtp;

/// <summary>The server's end of a recorded session: a stream that hands out each "S:" line once every "C:" line before
/// it has arrived, octet for octet.</summary>
internal sealed class ScriptedServer : Stream
{
    private readonly List<(bool FromClient, byte[] Octets)> _steps = [];
    private readonly Queue<byte> _readable = new();
    private readonly object _gate = new();
    private int _step;
    private int _matched;
    private long _received;
    private long _sent;
    private bool _disposed;
    private TaskCompletionSource? _wake;

    public ScriptedServer(string transcript)
    {
        foreach (string line in transcript.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length < 2 || line[1] != ':' || line[0] is not ('S' or 'C'))
                throw new ArgumentException("A transcript line begins with S: or C:, not " + line);
            Add(line[0] == 'C', (line.Length > 3 ? line.Substring(3) : string.Empty) + "\r\n");
        }
    }

    public static WireEndpoint Endpoint { get; } = new("smtp.contoso.test", 465, TlsMode.Implicit);

    /// <summary>Each write of the client, as text.</summary>
    public List<string> Writes { get; } = [];

    /// <summary>Most octets that one read returns.</summary>
    public int ReadSize { get; set; } = int.MaxValue;

    /// <summary>Octets that the server sends before it closes.</summary>
    public long CloseAfterSending { get; set; } = long.MaxValue;

    /// <summary>Octets that reach the server before writes fail.</summary>
    public long FailAfterReceiving { get; set; } = long.MaxValue;

    /// <summary>When the script is over, wait instead of closing.</summary>
    public bool StaysSilent { get; init; }

    /// <summary>Behind the script's end, take whatever comes.</summary>
    public bool TakesAnything { get; init; }

    /// <summary>Called before each read that has nothing to return.</summary>
    public Action? OnWait { get; set; }

    /// <summary>Called whenever a read returns something.</summary>
    public Action? OnRead { get; set; }

    /// <summary>Called when the client begins a write, with the number of octets received so far.</summary>
    public Action<long>? OnWrite { get; set; }

    /// <summary>Called with the text of each write, before it is compared.</summary>
    public Action<string>? OnWriteText { get; set; }

    public long Received => _received;

    public bool IsDone => _step == _steps.Count;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public void Add(bool fromClient, string text) => _steps.Add((fromClient, Encoding.UTF8.GetBytes(text)));

    /// <summary>Says something outside the script.</summary>
    public void Say(string text) => Say(Encoding.UTF8.GetBytes(text));

    /// <summary>Says something outside the script.</summary>
    public void Say(byte[] octets)
    {
        lock (_gate)
        {
            foreach (byte b in octets)
                _readable.Enqueue(b);
            _wake?.TrySetResult();
        }
    }

    public Task<SmtpConnection> ConnectAsync(WireOptions? options = null, CancellationToken cancellationToken = default) =>
        SmtpConnection.OpenAsync(WireConnection.FromStream(this, options ?? new WireOptions()), Endpoint, cancellationToken);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task wake;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                while (_step < _steps.Count && !_steps[_step].FromClient)
                {
                    foreach (byte b in _steps[_step++].Octets)
                        _readable.Enqueue(b);
                }

                int count = (int)Math.Min(Math.Min(buffer.Length, ReadSize), Math.Min(_readable.Count, CloseAfterSending - _sent));
                for (int i = 0; i < count; i++)
                    buffer.Span[i] = _readable.Dequeue();
                _sent += count;
                if (count > 0)
                    OnRead?.Invoke();
                if (count > 0 || _sent >= CloseAfterSending || _received >= FailAfterReceiving || (IsDone && !StaysSilent))
                    return count;
                _wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wake = _wake.Task;
            }

            OnWait?.Invoke();
            await wake;
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            OnWrite?.Invoke(_received);
            Writes.Add(Encoding.UTF8.GetString(buffer.Span));
            OnWriteText?.Invoke(Writes[^1]);
            foreach (byte b in buffer.Span)
            {
                if (_received == FailAfterReceiving)
                    throw new IOException("Broken pipe");
                Match(b);
                _received++;
            }

            _wake?.TrySetResult();
        }

        return default;
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Fails when the client said less than the script or something else.</summary>
    public void AssertDone()
    {
        if (_step < _steps.Count && _steps.Skip(_step).Any(s => s.FromClient))
            Xunit.Assert.Fail("Not sent: " + Encoding.UTF8.GetString(_steps.Skip(_step).First(s => s.FromClient).Octets));
    }

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _disposed = true;
            _wake?.TrySetResult();
        }
    }

    private void Match(byte b)
    {
        while (_step < _steps.Count && !_steps[_step].FromClient)
        {
            foreach (byte octet in _steps[_step++].Octets)
                _readable.Enqueue(octet);
        }

        if (_step == _steps.Count && TakesAnything)
            return;
        if (_step == _steps.Count || _steps[_step].Octets[_matched] != b)
        {
            string expected = _step == _steps.Count ? "nothing" : Encoding.UTF8.GetString(_steps[_step].Octets);
            throw new Xunit.Sdk.XunitException($"The script expects {expected.TrimEnd()} and the client wrote {Writes[^1]}");
        }

        if (++_matched == _steps[_step].Octets.Length)
        {
            _matched = 0;
            _step++;
        }
    }
}
