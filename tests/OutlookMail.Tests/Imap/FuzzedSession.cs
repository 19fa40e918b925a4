using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Tests.Smtp;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap;

/// <summary>A session with a server that says whatever it likes.</summary>
internal static class FuzzedSession
{
    /// <param name="turns">What the server says to each command, the greeting first.</param>
    /// <param name="piece">Octets that one read gives.</param>
    /// <param name="operations">One after the other on one connection, also on a broken one; told what is being tried.</param>
    /// <returns>How each operation ended.</returns>
    public static async Task<List<string>> RunAsync(byte[][] turns, int piece, string what, Func<ImapConnection, string, Task>[] operations)
    {
        // Each turn is said when the client has written once more; silence then is a closed connection.
        var server = new ScriptedServer(string.Empty) { TakesAnything = true, ReadSize = piece };
        int turn = 0;
        server.Say(turns[turn++]);
        server.OnWriteText = _ =>
        {
            if (turn < turns.Length)
            {
                server.Say(turns[turn++]);
            }
        };
        var met = new List<string>();
        ImapConnection? connection = null;
        await EndsAsync(async () => connection = await ImapConnection.OpenAsync(WireConnection.FromStream(server, new WireOptions())));
        if (connection is not null)
        {
            foreach (Func<ImapConnection, string, Task> operation in operations)
            {
                await EndsAsync(() => operation(connection, what));
            }

            await connection.DisposeAsync();
        }

        return met;

        async Task EndsAsync(Func<Task> operation)
        {
            bool wasBroken = connection is { IsBroken: true };
            try
            {
                await operation();
                Assert.False(wasBroken, what);
                met.Add("done");
            }
            catch (Exception e) when (e is ConnectionBrokenException or ServerProtocolException or ImapRefusedException)
            {
                met.Add(e.GetType().Name);
                Assert.True(e is ImapRefusedException || connection is null or { IsBroken: true }, $"{e.GetType().Name} and not broken: {what}");
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{e.GetType().Name}: {e.Message} at {e.StackTrace}: {what}");
            }
        }
    }
}
