using System;
using System.Globalization;
using System.IO;
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
    private int _busy;
    private bool _loggingOut;

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

    /// <summary>UTF8=ACCEPT was enabled.</summary>
    internal bool Utf8 { get; set; }

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

    /// <summary>Sends one command and reads up to its tagged answer.</summary>
    /// <exception cref="ImapRefusedException">NO or BAD.</exception>
    internal async Task<StatusResponse> ExecuteAsync(ImapCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Enter(command.Name);
        var owed = new Outstanding();
        try
        {
            uint tag = await SendAsync(command, owed, cancellationToken).ConfigureAwait(false);
            StatusResponse done = await AnswerAsync(command, tag, cancellationToken).ConfigureAwait(false);
            owed.Completed(tag);
            return done.Status == ImapStatus.Ok ? done : throw Refused(command, done);
        }
        finally
        {
            await LeaveAsync(owed).ConfigureAwait(false);
        }
    }

    /// <summary>Claims the connection for one operation.</summary>
    internal void Enter(string name)
    {
        if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            throw new InvalidOperationException($"The connection is in use; {name} has to wait.");
        }

        if (IsBroken)
        {
            Volatile.Write(ref _busy, 0);
            throw new ConnectionBrokenException("The connection is closed.");
        }
    }

    /// <summary>Gives the connection back, after reading what is owed within the limits or else breaking it.</summary>
    internal async ValueTask LeaveAsync(Outstanding owed)
    {
        try
        {
            if (owed.Count > 0 && !IsBroken)
            {
                await DrainAsync(owed).ConfigureAwait(false);
            }
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>Puts a command into the output buffer, with the tag it got. Synchronizing literals are waited for, so this may send.</summary>
    internal async ValueTask<uint> WriteAsync(ImapCommand command, Outstanding owed, CancellationToken cancellationToken)
    {
        uint tag = ++_lastTag;
        var encoder = new ImapEncoder(LiteralStyle(), Utf8);
        encoder.Raw("A").Number(tag).Space();
        command.Write(encoder);
        encoder.EndLine();
        Trace(encoder);
        owed.Add(tag, command.Name);
        int from = 0;
        foreach (int wait in encoder.Waits)
        {
            _wire.Output.Write(encoder.Written.Span.Slice(from, wait - from));
            await _wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
            StatusResponse? refused = await AwaitContinuationAsync(command, tag, cancellationToken).ConfigureAwait(false);
            if (refused is not null)
            {
                owed.Completed(tag);
                throw Refused(command, refused);
            }

            from = wait;
        }

        _wire.Output.Write(encoder.Written.Span.Slice(from));
        return tag;
    }

    /// <summary>Takes the next whole response from what is buffered; null when more octets are needed. Consume by <see cref="Consume"/>.</summary>
    internal int? TryScan(bool streamBodies, out ScanResult result)
    {
        result = _scanner.TryScan(_wire.Input.Buffered, streamBodies, out int length);
        return result == ScanResult.NeedMore ? null : length;
    }

    internal long BodyLength => _scanner.BodyLength;

    internal bool IsInsideResponse => _scanner.IsInsideResponse;

    internal void Consume(int length) => _wire.Input.Advance(length);

    internal static ImapRefusedException Refused(ImapCommand command, StatusResponse response)
    {
        return new ImapRefusedException(command.Name, response, (command as AuthenticateCommand)?.Challenge);
    }

    internal static string TagText(uint tag) => "A" + tag.ToString(CultureInfo.InvariantCulture);

    private LiteralStyle LiteralStyle()
    {
        return Capabilities.Has("LITERAL+") ? Grammar.LiteralStyle.Plus
            : Capabilities.Has("LITERAL-") || Capabilities.Has("IMAP4rev2") ? Grammar.LiteralStyle.Minus
            : Grammar.LiteralStyle.Synchronizing;
    }

    private async ValueTask<uint> SendAsync(ImapCommand command, Outstanding owed, CancellationToken cancellationToken)
    {
        uint tag = await WriteAsync(command, owed, cancellationToken).ConfigureAwait(false);
        await _wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return tag;
    }

    private async ValueTask<StatusResponse> AnswerAsync(ImapCommand command, uint tag, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (TryScan(streamBodies: false, out _) is { } length)
            {
                Received received = Interpret(_wire.Input.Buffered.Slice(0, length), command, out Func<ImapConnection, CancellationToken, ValueTask>? reply);
                Consume(length);
                if (received.Tag == tag)
                {
                    return received.Status!;
                }

                if (reply is not null)
                {
                    await reply(this, cancellationToken).ConfigureAwait(false);
                }
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<StatusResponse?> AwaitContinuationAsync(ImapCommand command, uint tag, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (TryScan(streamBodies: false, out _) is { } length)
            {
                bool goOn = _wire.Input.Buffered[0] == (byte)'+';
                Received received = goOn ? default : Interpret(_wire.Input.Buffered.Slice(0, length), command, out _);
                Consume(length);
                if (goOn || received.Tag == tag)
                {
                    return received.Status;
                }
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    internal ValueTask FillAsync(CancellationToken cancellationToken) => _wire.Input.FillAsync(cancellationToken);

    private async Task ReadGreetingAsync(CancellationToken cancellationToken)
    {
        int? length;
        while ((length = TryScan(streamBodies: false, out _)) is null)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        TakeGreeting(_wire.Input.Buffered.Slice(0, length.Value));
        Consume(length.Value);
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

    private void Trace(ImapEncoder encoder)
    {
        if (_wire.Trace is not { } trace)
        {
            return;
        }

        ReadOnlySpan<byte> line = encoder.Written.Span;
        if (encoder.Secret is { } secret)
        {
            trace.ClientSecret(StringPool.Decode(line.Slice(0, secret.Start)), secret.Length);
        }
        else
        {
            trace.Client(line.Slice(0, line.Length - 2));
        }
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
