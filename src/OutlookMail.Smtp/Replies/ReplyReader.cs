using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Wire;

namespace OutlookMail.Smtp;

/// <summary>Reads replies off a connection, each within a time of its own.</summary>
internal sealed class ReplyReader
{
    private readonly WireConnection _wire;
    private ReplyAssembler _assembler;

    public ReplyReader(WireConnection wire)
    {
        _wire = wire;
    }

    /// <summary>The next whole reply.</summary>
    /// <param name="timeout">For all of it: a server that sends an octet now and then does not prolong it.</param>
    /// <exception cref="ConnectionBrokenException">The connection ended or the time was up.</exception>
    /// <exception cref="ServerProtocolException">These are no replies, or they exceed a limit; the connection is broken.</exception>
    public async ValueTask<SmtpReply> ReadAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        long began = _wire.Options.Time.GetTimestamp();
        int scanned = 0;
        try
        {
            while (true)
            {
                if (TryTakeLine(ref scanned, out SmtpReply? reply))
                {
                    if (reply is not null)
                    {
                        return reply;
                    }

                    continue;
                }

                TimeSpan left = timeout - _wire.Options.Time.GetElapsedTime(began);
                if (left <= TimeSpan.Zero)
                {
                    _wire.Abort();
                    throw new ConnectionBrokenException("The server did not finish its reply in time.", timedOut: true);
                }

                _wire.Input.Timeout = left;
                await _wire.Input.FillAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ServerProtocolException)
        {
            _wire.Abort();
            throw;
        }
        finally
        {
            _wire.Input.Timeout = _wire.Options.ResponseTimeout;
        }
    }

    private bool TryTakeLine(ref int scanned, out SmtpReply? reply)
    {
        reply = null;
        ReadOnlySpan<byte> buffered = _wire.Input.Buffered;
        int lineFeed = buffered.Slice(scanned).IndexOf((byte)'\n');
        int length = lineFeed < 0 ? buffered.Length : scanned + lineFeed;
        if (length > ReplyAssembler.MaxLineLength)
        {
            throw new ServerProtocolException("in Reply-line: longer than the limit", buffered);
        }

        if (lineFeed < 0)
        {
            scanned = buffered.Length;
            return false;
        }

        ReadOnlySpan<byte> line = buffered.Slice(0, length);
        if (line.Length > 0 && line[line.Length - 1] == '\r')
        {
            line = line.Slice(0, line.Length - 1);
        }

        _wire.Trace?.Server(line);
        string? brokenRule = _assembler.Add(line, out reply);
        if (brokenRule is not null)
        {
            throw new ServerProtocolException("in " + brokenRule, line);
        }

        _wire.Input.Advance(length + 1);
        scanned = 0;
        return true;
    }
}
