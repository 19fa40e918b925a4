using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Wire.Shims;

namespace OutlookMail.Wire;

/// <summary>
/// One byte stream to a server (or, over <see cref="FromStream"/>, to a client) with a pooled input and output buffer.
/// One reader and one writer may be active at a time. A wait that is cancelled loses nothing: the read stays in flight
/// and the next one takes it up; a caller that does not go on reading what is owed must <see cref="Abort"/>.
/// </summary>
public sealed class WireConnection : IAsyncDisposable
{
    private Stream _stream;
    private Stream? _connected;
    private int _broken;

    private WireConnection(Stream stream, WireEndpoint? endpoint, WireOptions options)
    {
        _stream = stream;
        Endpoint = endpoint;
        Options = options;
        Input = new WireInput(this);
        Output = new WireOutput(this);
    }

    public WireInput Input { get; }

    public WireOutput Output { get; }

    public WireOptions Options { get; }

    public WireTrace? Trace => Options.Trace;

    /// <summary>Null over a given stream.</summary>
    public WireEndpoint? Endpoint { get; }

    public bool IsSecure { get; private set; }

    /// <summary>True once a read or write failed or timed out, the other side closed, or <see cref="Abort"/> was called.</summary>
    public bool IsBroken => Volatile.Read(ref _broken) != 0;

    /// <summary>True when the other side has said nothing that was not read, and has not closed; false also where that cannot be told.</summary>
    public bool IsQuiet => Input.Length == 0 && _connected is { } connected && TcpClientSocket.IsQuiet(connected);

    internal Stream Stream => _stream;

    /// <summary>TCP, and TLS at once where the endpoint says so.</summary>
    /// <exception cref="ConnectionBrokenException">No connection in <see cref="WireOptions.ConnectTimeout"/>.</exception>
    /// <exception cref="TlsFailedException">TLS could not be made, or the certificate does not hold.</exception>
    /// <exception cref="ProxyRefusedException">The proxy does not make the connection.</exception>
    public static async Task<WireConnection> ConnectAsync(WireEndpoint endpoint, WireOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        WireProxy? proxy = options.Proxy ?? WireProxy.FromEnvironment(endpoint.Host, Environment.GetEnvironmentVariable);
        using CancellationTokenSource timeout = Deadline.After(options.ConnectTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            Stream stream = proxy is null or { Kind: WireProxyKind.None }
                ? await TcpClientSocket.ConnectAsync(endpoint.Host, endpoint.Port, either.Token).ConfigureAwait(false)
                : await proxy.ConnectAsync(endpoint, either.Token).ConfigureAwait(false);
            var connection = new WireConnection(stream, endpoint, options) { _connected = stream };
            options.Trace?.Note(proxy is null ? $"connected to {endpoint}" : $"connected to {endpoint}, proxy {proxy}");
            if (endpoint.Tls == TlsMode.Implicit)
            {
                await connection.UpgradeAsync(endpoint.Host, either.Token).ConfigureAwait(false);
            }

            return connection;
        }
        catch (Exception e) when (either.IsCancellationRequested && e is not OperationCanceledException)
        {
            // Closing the socket under a handshake shows as whatever the handshake makes of it.
            cancellationToken.ThrowIfCancellationRequested();
            throw TooLate($"No connection to {endpoint}", options, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw TooLate($"No connection to {endpoint}", options, e);
        }
        catch (SocketException e)
        {
            throw new ConnectionBrokenException($"No connection to {endpoint}: {e.SocketErrorCode}.", e);
        }
    }

    /// <summary>Over a stream that somebody else connected; it is disposed with the connection.</summary>
    public static WireConnection FromStream(Stream stream, WireOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        return new WireConnection(stream, null, options);
    }

    /// <summary>The client's side of STARTTLS, after the server agreed. Octets that came before TLS are thrown away.</summary>
    /// <exception cref="TlsFailedException">TLS could not be made, or the certificate does not hold; the connection is broken.</exception>
    public async Task StartTlsAsync(string host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        using CancellationTokenSource timeout = Deadline.After(Options.ConnectTimeout, Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await UpgradeAsync(host, either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (either.IsCancellationRequested && e is not OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw TooLate($"No TLS with {host}", Options, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw TooLate($"No TLS with {host}", Options, e);
        }
    }

    /// <summary>Puts a layer (COMPRESS, TLS as a server) between the connection and its stream.</summary>
    /// <exception cref="ServerProtocolException">Octets from before are still unread.</exception>
    public void Wrap(Func<Stream, Stream> layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (Input.Length > 0)
        {
            // The other side spoke through the new layer before we put it on; nobody here keeps those octets apart.
            throw new ServerProtocolException("in response-data: behind the end of the layer", Input.Buffered);
        }

        _stream = layer(_stream);
    }

    /// <summary>Closes at once, failing whatever is in flight. May be called from any thread.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _broken, 1) == 0)
        {
            try
            {
                _stream.Dispose();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or NotSupportedException)
            {
                // TLS may want to say goodbye on a socket that is in use or gone: there is nothing left to lose.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Abort();
        await Input.DisposeAsync().ConfigureAwait(false);
        Output.Dispose();
    }

    /// <summary>Turns what a stream threw into the one exception the layers above know.</summary>
    internal ConnectionBrokenException Broken(Exception? cause, bool timedOut)
    {
        Abort();
        return timedOut
            ? new ConnectionBrokenException($"The server was silent for {Options.ResponseTimeout.TotalSeconds:0} s.", cause, timedOut: true)
            : new ConnectionBrokenException(cause is null ? "The server closed the connection." : "The connection was lost.", cause);
    }

    private static ConnectionBrokenException TooLate(string what, WireOptions options, Exception cause) =>
        new(FormattableString.Invariant($"{what} within {options.ConnectTimeout.TotalSeconds:0} s."), cause, timedOut: true);

    private async Task UpgradeAsync(string host, CancellationToken cancellationToken)
    {
        // CVE-2011-0411: plain text smuggled behind the server's OK would be read as if it had come through TLS.
        Input.Clear();
        try
        {
            _stream = await TlsClient.AuthenticateAsync(_stream, host, Options.CertificateAuthority, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Abort();
            throw;
        }

        IsSecure = true;
        Options.Trace?.Note("TLS");
    }
}
