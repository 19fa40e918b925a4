using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

/// <summary>
/// One IMAP session (RFC 9051, 3501). One operation at a time; a second one is an <see cref="InvalidOperationException"/>.
/// The commands are in Commands/, one file each.
/// </summary>
public sealed partial class ImapConnection : IAsyncDisposable
{
    /// <summary>A cancelled or abandoned operation reads at most this much of what the server still owes.</summary>
    internal const int MaxDrain = 256 * 1024;

    /// <summary>And for at most this long; beyond it the connection is given up.</summary>
    internal static readonly TimeSpan MaxDrainTime = TimeSpan.FromMilliseconds(250);

    private readonly WireConnection _wire;
    private UnitScanner _scanner;
    private uint _lastTag;
    private int _responses;
    private int _busy;
    private bool _loggingOut;
    private bool _utf8;

    private ImapConnection(WireConnection wire)
    {
        _wire = wire;
    }

    /// <summary>The text of the greeting.</summary>
    public string Greeting { get; private set; } = "";

    public ImapCapabilities Capabilities { get; private set; } = ImapCapabilities.None;

    /// <summary>True when a new connection is needed.</summary>
    public bool IsBroken => _wire.IsBroken;

    public bool IsSecure => _wire.IsSecure;

    /// <summary>PREAUTH, or AUTHENTICATE succeeded.</summary>
    public bool IsAuthenticated { get; private set; }

    public SelectedFolder? Selected { get; private set; }

    internal WireConnection Wire => _wire;

    internal StringPool Pool { get; } = new();

    /// <summary>Names and strings may hold UTF-8: UTF8=ACCEPT was enabled, or the server speaks revision 2 alone.</summary>
    internal bool Utf8
    {
        get => _utf8 || Capabilities.IsRev2;
        set => _utf8 = value;
    }

    /// <summary>Connects, reads the greeting and the capabilities, and makes TLS by STARTTLS where the endpoint says so.</summary>
    /// <exception cref="ConnectionBrokenException">No connection, or lost on the way.</exception>
    /// <exception cref="TlsFailedException">Also when the server offers no STARTTLS.</exception>
    /// <exception cref="ImapByeException">The server does not want this client now.</exception>
    public static async Task<ImapConnection> ConnectAsync(WireEndpoint endpoint, WireOptions options, CancellationToken cancellationToken = default)
    {
        WireConnection wire = await WireConnection.ConnectAsync(endpoint, options, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(wire, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same over a connection that is already there; it belongs to the session from now on.</summary>
    public static async Task<ImapConnection> OpenAsync(WireConnection wire, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wire);
        var connection = new ImapConnection(wire);
        try
        {
            await connection.ReadGreetingAsync(cancellationToken).ConfigureAwait(false);
            if (wire.Endpoint is { Tls: TlsMode.StartTls } endpoint && !wire.IsSecure)
            {
                await connection.StartTlsAsync(endpoint.Host, cancellationToken).ConfigureAwait(false);
            }
            else if (connection.Capabilities == ImapCapabilities.None)
            {
                await connection.ReadCapabilitiesAsync(cancellationToken).ConfigureAwait(false);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Closes without LOGOUT.</summary>
    public ValueTask DisposeAsync() => _wire.DisposeAsync();

    internal long BodyLength => _scanner.BodyLength;

    internal bool IsInsideResponse => _scanner.IsInsideResponse;

    private async Task ReadGreetingAsync(CancellationToken cancellationToken)
    {
        int? length;
        while ((length = TryScan(streamBodies: false, out _)) is null)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        TakeGreeting(_wire.Input.Buffered.Slice(0, length.Value));
        Consume(length.Value);
        _wire.Input.Progressed();
    }

    private void TakeGreeting(ReadOnlySpan<byte> unit)
    {
        TraceServer(unit);
        var decoder = new ImapDecoder(unit, Pool);
        if (!decoder.TryChar('*') || !decoder.TrySpace() || !decoder.TryAtom(out ReadOnlySpan<byte> word)
            || !StatusResponse.TryStatus(word, out ImapStatus status))
        {
            throw decoder.Error("greeting");
        }

        StatusResponse greeting = StatusResponse.Read(status, ref decoder);
        Apply(greeting, null);
        Greeting = greeting.Text;
        IsAuthenticated = status == ImapStatus.PreAuth;
    }

    private void TraceServer(ReadOnlySpan<byte> unit)
    {
        if (_wire.Trace is not { } trace)
        {
            return;
        }

        int end = unit.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = LineEnd.Trim(unit.Slice(0, end));
        bool data = line.Length > 2 && line[2] is >= (byte)'0' and <= (byte)'9' && line[0] == (byte)'*';
        if (data)
        {
            trace.ServerData(line);
        }
        else
        {
            trace.Server(line);
        }

        if (end + 1 < unit.Length)
        {
            trace.ServerBody(unit.Length - end - 1);
        }
    }
}
