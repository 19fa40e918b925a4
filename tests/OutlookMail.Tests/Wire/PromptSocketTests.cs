using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Wire;

/// <summary>A real socket, on which a wait goes to a thread of its own when the server takes its time.</summary>
public sealed class PromptSocketTests : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public PromptSocketTests() => listener.Start();

    public void Dispose() => listener.Dispose();

    [Fact]
    public async Task Slow_and_prompt_answers_take_turns_on_one_connection()
    {
        await using WireConnection connection = await ConnectAsync();
        using Socket server = await listener.AcceptSocketAsync();
        for (int i = 0; i < 5; i++)
        {
            // Comes back only when the client has given up waiting on the caller's thread.
            Task<ReadOnlyMemory<byte>> slow = connection.Input.ReadLineAsync(100, CancellationToken.None).AsTask();
            Assert.False(slow.IsCompleted);
            server.Send(Encoding.ASCII.GetBytes($"slow {i}\r\n"));
            Assert.Equal($"slow {i}", Encoding.ASCII.GetString((await slow).Span));
            server.Send(Encoding.ASCII.GetBytes($"prompt {i}\r\n"));
            Assert.Equal($"prompt {i}", Encoding.ASCII.GetString((await connection.Input.ReadLineAsync(100, CancellationToken.None)).Span));
            connection.Output.WriteLine($"thanks {i}");
            await connection.Output.FlushAsync(CancellationToken.None);
        }

        byte[] thanks = new byte[5 * 10];
        for (int got = 0; got < thanks.Length;)
        {
            got += await server.ReceiveAsync(thanks.AsMemory(got));
        }

        Assert.Equal(string.Concat(Enumerable.Range(0, 5).Select(i => $"thanks {i}\r\n")), Encoding.ASCII.GetString(thanks));
    }

    [Fact]
    public async Task A_wait_ends_when_the_connection_is_given_up()
    {
        WireConnection connection = await ConnectAsync();
        using Socket server = await listener.AcceptSocketAsync();
        Task waiting = connection.Input.FillAsync(CancellationToken.None).AsTask();
        connection.Abort();
        await Assert.ThrowsAsync<ConnectionBrokenException>(() => waiting);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_wait_ends_when_the_server_closes()
    {
        await using WireConnection connection = await ConnectAsync();
        Socket server = await listener.AcceptSocketAsync();
        Task<bool> waiting = connection.Input.TryFillAsync(CancellationToken.None).AsTask();
        server.Shutdown(SocketShutdown.Both);
        server.Dispose();
        Assert.False(await waiting);
    }

    [Fact]
    public async Task A_wait_ends_when_its_time_is_up()
    {
        var time = new ManualTime();
        await using WireConnection connection = await ConnectAsync(new WireOptions { Time = time });
        using Socket server = await listener.AcceptSocketAsync();
        Task waiting = connection.Input.FillAsync(CancellationToken.None).AsTask();
        await time.Armed;
        time.Advance(WireOptions.DefaultResponseTimeout + TimeSpan.FromSeconds(1));
        Assert.True((await Assert.ThrowsAsync<ConnectionBrokenException>(() => waiting)).TimedOut);
    }

    [Fact]
    public async Task Many_waits_at_once_leave_the_thread_pool_free()
    {
        var connections = new WireConnection[40];
        var servers = new Socket[connections.Length];
        var waits = new Task[connections.Length];
        for (int i = 0; i < connections.Length; i++)
        {
            connections[i] = await ConnectAsync();
            servers[i] = await listener.AcceptSocketAsync();
            waits[i] = connections[i].Input.FillAsync(CancellationToken.None).AsTask();
        }

        // With a thread of the pool each, this would wait for new threads, one or two a second.
        await Task.Run(() => { });
        Assert.DoesNotContain(waits, wait => wait.IsCompleted);
        foreach (Socket server in servers)
        {
            server.Send("x"u8);
        }

        await Task.WhenAll(waits);
        for (int i = 0; i < connections.Length; i++)
        {
            servers[i].Dispose();
            await connections[i].DisposeAsync();
        }
    }

    private Task<WireConnection> ConnectAsync(WireOptions? options = null) => WireConnection.ConnectAsync(
        new WireEndpoint("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, TlsMode.StartTls), options ?? new WireOptions(), CancellationToken.None);
}
