using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Imap;

namespace OutlookMail.Benchmarks;

/// <summary>500 small messages into a folder, as ours sends them; raw writes the same octets, made beforehand, and reads the answers.</summary>
internal static class ImapAppend
{
    private const int Messages = 500;

    /// <summary>As many as ours puts into one APPEND where the server offers MULTIAPPEND.</summary>
    private const int Together = 64;

    private const string Folder = "outlookmail-bench-append";

    private static readonly byte[] Message = Encoding.ASCII.GetBytes(
        "From: Ada <ada@contoso.test>\r\nTo: Bob <bob@contoso.test>\r\nSubject: Report\r\nMessage-ID: <1@contoso.test>\r\n\r\n"
        + string.Concat(Enumerable.Repeat("A line of about sixty characters, as a small mail has them.\r\n", 30)));

    public static async Task<Result> RunAsync(Settings settings)
    {
        await using ImapConnection connection = await settings.ConnectAsync();
        await using ImapConnection keeper = await settings.ConnectAsync();
        await RenewAsync(keeper);
        using var raw = new RawImap(settings);
        byte[] commands = Commands(connection.Capabilities.Has("MULTIAPPEND"));
        var all = Enumerable.Repeat(new AppendMessage(Message), Messages).ToArray();
        try
        {
            Result taken = await Turns.TakeAsync(
                settings,
                () => raw.Exchange(commands),
                async result =>
                {
                    result.Items = await connection.AppendAsync(Folder, all).CountAsync(one => one.Refusal is null);
                    if (result.Items != Messages)
                    {
                        throw new InvalidOperationException($"Only {result.Items} of {Messages} were taken.");
                    }
                },
                () => RenewAsync(keeper));
            taken.Budget = 1.2;
            return taken;
        }
        finally
        {
            await keeper.DeleteAsync(Folder);
        }
    }

    private static byte[] Commands(bool together)
    {
        using var octets = new MemoryStream();
        int group = together ? Together : 1;
        for (int i = 0; i < Messages; i += group)
        {
            bool last = i + group >= Messages;
            octets.Write(Encoding.ASCII.GetBytes(string.Format(CultureInfo.InvariantCulture, "{0} APPEND {1}", last ? "X1" : "Y" + i, Folder)));
            for (int j = i; j < Math.Min(i + group, Messages); j++)
            {
                octets.Write(Encoding.ASCII.GetBytes(string.Format(CultureInfo.InvariantCulture, " {{{0}+}}\r\n", Message.Length)));
                octets.Write(Message);
            }

            octets.Write("\r\n"u8);
        }

        return octets.ToArray();
    }

    private static async Task RenewAsync(ImapConnection keeper)
    {
        try
        {
            await keeper.DeleteAsync(Folder);
        }
        catch (ImapRefusedException)
        {
            // The first time it is not there.
        }

        await keeper.CreateAsync(Folder);
    }
}
