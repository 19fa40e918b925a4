using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Wire;

namespace OutlookMail.Tests.Imap;

/// <summary>
/// A recorded session played to a client. Lines: "S: text" the server sends, "C: text" the client must send (both get a
/// CRLF), "S, text" and "C, text" the same without one, "S@n" n octets of body. The server's octets are given out only
/// after every client line above them has come, octet for octet.
/// </summary>
internal sealed class Transcript : Stream
{
    private readonly List<(bool Client, byte[] Octets)> _steps = [];
    private readonly MemoryStream _ready = new();
    private readonly object _gate = new();
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _step;
    private int _matched;
    private int _given;
    private bool _disposed;

    public Transcript(string text)
    {
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n').Where(l => l.Length > 1 && l[0] != '#'))
        {
            bool client = line[0] == 'C';
            byte[] octets = line[1] switch
            {
                '@' => Body(int.Parse(line.AsSpan(2))),
                ',' => Encoding.Latin1.GetBytes(line[3..]),
                ':' => Encoding.Latin1.GetBytes((line.Length > 3 ? line[3..] : "") + "\r\n"),
                _ => throw new FormatException("Not a transcript line: " + line),
            };
            _steps.Add((client, octets));
        }

        Release();
    }

    /// <summary>Most octets that one read gives.</summary>
    public int Piece { get; init; } = int.MaxValue;

    /// <summary>Octets after which the server is gone.</summary>
    public int CutAfter { get; init; } = int.MaxValue;

    /// <summary>At the end of the script wait for ever instead of closing.</summary>
    public bool StaysOpen { get; init; }

    /// <summary>Called when the client writes.</summary>
    public Action? OnWrite { get; set; }

    public string? Unexpected { get; private set; }

    public bool IsClosed => _disposed;

    public int TotalServerOctets => _steps.Where(s => !s.Client).Sum(s => s.Octets.Length);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public static byte[] Body(int length)
    {
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++)
        {
            body[i] = (i % 64) switch { 62 => (byte)'\r', 63 => (byte)'\n', _ => (byte)('a' + (i % 26)) };
        }

        return body;
    }

    public Task<ImapConnection> OpenAsync(WireOptions? options = null) =>
        ImapConnection.OpenAsync(WireConnection.FromStream(this, options ?? new WireOptions()), CancellationToken.None);

    /// <summary>Lets the server say more than the script has.</summary>
    public void Say(string text)
    {
        lock (_gate)
        {
            _ready.Write(Encoding.Latin1.GetBytes(text));
            _wake.TrySetResult();
            _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Fails when the client has not said everything, or something else.</summary>
    public void AssertDone()
    {
        Xunit.Assert.Null(Unexpected);
        Xunit.Assert.True(_step == _steps.Count, "The client never sent: " + (_step < _steps.Count ? Encoding.Latin1.GetString(_steps[_step].Octets) : ""));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task wake;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                int left = (int)Math.Min(_ready.Length, CutAfter) - _given;
                if (left > 0)
                {
                    int count = Math.Min(Math.Min(Piece, buffer.Length), left);
                    _ready.GetBuffer().AsSpan(_given, count).CopyTo(buffer.Span);
                    _given += count;
                    return count;
                }

                if (_given >= CutAfter || (_step == _steps.Count && !StaysOpen) || Unexpected is not null)
                {
                    return 0;
                }

                wake = _wake.Task;
            }

            await wake;
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        OnWrite?.Invoke();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            foreach (byte octet in buffer.Span)
            {
                if (Unexpected is not null)
                {
                    break;
                }

                if (_step == _steps.Count || _steps[_step].Octets[_matched] != octet)
                {
                    string expected = _step == _steps.Count ? "nothing" : Encoding.Latin1.GetString(_steps[_step].Octets);
                    Unexpected = $"expected {expected}; the client sent {Encoding.Latin1.GetString(buffer.Span)}";
                }
                else if (++_matched == _steps[_step].Octets.Length)
                {
                    _matched = 0;
                    _step++;
                    Release();
                }
            }

            _wake.TrySetResult();
            _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return default;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _disposed = true;
            _wake.TrySetResult();
        }
    }

    private void Release()
    {
        while (_step < _steps.Count && !_steps[_step].Client)
        {
            _ready.Write(_steps[_step++].Octets);
        }
    }
}
