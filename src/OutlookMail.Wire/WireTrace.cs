using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace OutlookMail.Wire;

/// <summary>
/// A transcript that is safe to post: <c>2026-11-22T07:31:00.123Z C: …</c>. The protocol layers say what is a secret,
/// a body or a line; only lines are written out. May be shared by connections.
/// </summary>
public class WireTrace : IDisposable
{
    private readonly object _gate = new();
    private readonly TextWriter _writer;
    private readonly TimeProvider _time;

    public WireTrace(TextWriter writer, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _writer = writer;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Appends to a file, created if it is not there.</summary>
    public static WireTrace ToFile(string path, TimeProvider? time = null)
    {
        var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        return new WireTrace(new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true }, time);
    }

    /// <param name="line">Without its line end.</param>
    public void Client(ReadOnlySpan<byte> line) => Write("C: " + Redaction.Plain(line));

    /// <summary>A client line that carries what is looked for in mail: every quoted string is replaced by its length.</summary>
    public void ClientData(ReadOnlySpan<byte> line) => Write("C: " + Redaction.Line(line));

    /// <summary>A client line whose last part must not be shown: a token, a password.</summary>
    public void ClientSecret(string prefix, long octets) => Write("C: " + prefix + Octets(octets));

    /// <summary>A literal or a message body that the client sent.</summary>
    public void ClientBody(long octets) => Write("C: " + Octets(octets));

    /// <param name="line">Without its line end.</param>
    public void Server(ReadOnlySpan<byte> line) => Write("S: " + Redaction.Plain(line));

    /// <summary>A server line that carries mail data: every quoted string is replaced by its length.</summary>
    public void ServerData(ReadOnlySpan<byte> line) => Write("S: " + Redaction.Line(line));

    /// <summary>A literal or a message body that the server sent.</summary>
    public void ServerBody(long octets) => Write("S: " + Octets(octets));

    /// <summary>What happened to the connection itself.</summary>
    public void Note(string text) => Write("-- " + text);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_gate)
            {
                _writer.Dispose();
            }
        }
    }

    private static string Octets(long count) => string.Format(CultureInfo.InvariantCulture, "<{0} octets>", count);

    private void Write(string text)
    {
        string stamp = _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z' ", CultureInfo.InvariantCulture);
        lock (_gate)
        {
            _writer.WriteLine(stamp + text);
        }
    }
}
