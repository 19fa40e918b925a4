using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

public sealed class FileTokenStoreTests : IDisposable
{
    private const UnixFileMode Mode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Mode0700 = Mode0600 | UnixFileMode.UserExecute;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private TokenStore Store(TokenProtection? protection = null, string name = "tokens", TimeProvider? time = null) =>
        TokenStore.File(folder.Store, protection ?? LibraryFlavour.Protection, name, time);

    private static async Task Write(TokenStore store, string text)
    {
        using var lease = await store.OpenAsync(CancellationToken.None);
        lease.Write(Encoding.UTF8.GetBytes(text));
    }

    private static async Task<string?> Read(TokenStore store)
    {
        using var lease = await store.OpenAsync(CancellationToken.None);
        return lease.Read() is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
    }

    [Fact]
    public async Task What_one_store_wrote_another_one_reads()
    {
        Assert.Null(await Read(Store()));

        await Write(Store(), "first");
        await Write(Store(), "second");

        Assert.Equal("second", await Read(Store()));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task The_folder_is_0700_and_every_file_0600_from_the_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists in place of modes.");
        Assert.SkipWhen(LibraryFlavour.IsNetStandard, "netstandard2.0 has no modes: Windows PowerShell runs on Windows alone.");

        await Write(Store(), "secret");

        Assert.Equal(Mode0700, File.GetUnixFileMode(folder.Store));
        Assert.Equal(new[] { "store.key", "tokens.bin", "tokens.lock" }, Directory.GetFiles(folder.Store).Select(Path.GetFileName).OrderBy(n => n, StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(folder.Store), f => Assert.Equal(Mode0600, File.GetUnixFileMode(f)));
    }

    [Fact]
    public async Task Encrypted_content_does_not_show_on_the_disk()
    {
        Assert.SkipWhen(LibraryFlavour.IsNetStandard, "There is no cipher on netstandard2.0 outside of Windows.");

        await Write(Store(), "refresh-token-that-is-secret");

        Assert.DoesNotContain("refresh-token", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(folder.File("tokens.bin"))));
    }

    [Fact]
    public async Task Without_a_cipher_the_store_says_so_and_leaves_nothing_behind()
    {
        Assert.SkipUnless(LibraryFlavour.IsNetStandard && !OperatingSystem.IsWindows(), "This flavour has a cipher here.");

        var e = await Assert.ThrowsAsync<SignInException>(() => Write(Store(TokenProtection.Encrypted), "secret"));

        Assert.Equal(SignInFailure.RequiresPowerShell7, e.Failure);
        Assert.Equal(new[] { "tokens.lock" }, Directory.GetFiles(folder.Store).Select(Path.GetFileName));
    }

    public static TheoryData<string> Damages => new() { "empty", "cut header", "cut body", "flipped bit", "something else" };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_file_is_set_aside_and_reported_and_never_cleared(string damage)
    {
        Assert.SkipWhen(LibraryFlavour.IsNetStandard, "Only a cipher sees each damage.");
        await Write(Store(), "secret");
        var path = folder.File("tokens.bin");
        var whole = await File.ReadAllBytesAsync(path);
        var broken = damage switch
        {
            "empty" => Array.Empty<byte>(),
            "cut header" => whole.Take(3).ToArray(),
            "cut body" => whole.Take(whole.Length - 1).ToArray(),
            "flipped bit" => whole.Select((b, i) => i == whole.Length - 2 ? (byte)(b ^ 1) : b).ToArray(),
            _ => Encoding.UTF8.GetBytes("{\"AccessToken\":{}}"),
        };
        await File.WriteAllBytesAsync(path, broken);
        var reports = new List<TokenStoreDamagedEventArgs>();
        var store = Store(time: new JumpingTime());
        store.Damaged += (_, e) => reports.Add(e);

        Assert.Null(await Read(store));
        Assert.Null(await Read(store));

        var report = Assert.Single(reports);
        Assert.Equal(path + ".damaged-20261122T120000Z", report.KeptAs);
        Assert.Equal(broken, await File.ReadAllBytesAsync(report.KeptAs!));
        await Write(store, "new");
        Assert.Equal("new", await Read(Store()));
    }

    [Fact]
    public async Task A_second_damage_in_the_same_second_keeps_both()
    {
        var store = Store(TokenProtection.PlainText, time: new JumpingTime());
        await Write(store, "secret");
        foreach (var text in new[] { "one", "two" })
        {
            await File.WriteAllTextAsync(folder.File("tokens.bin"), text);
            Assert.Null(await Read(store));
        }

        Assert.Equal(new[] { "one", "two" }, Directory.GetFiles(folder.Store, "*.damaged-*").OrderBy(f => f, StringComparer.Ordinal).Select(File.ReadAllText));
    }

    [Fact]
    public async Task Another_key_is_no_damage()
    {
        Assert.SkipWhen(LibraryFlavour.IsNetStandard, "There is no cipher on netstandard2.0 outside of Windows.");
        await Write(Store(), "secret");
        var before = await File.ReadAllBytesAsync(folder.File("tokens.bin"));
        var key = await File.ReadAllBytesAsync(folder.File("store.key"));
        File.Delete(folder.File("store.key"));

        Assert.Equal(TokenStoreFailure.KeyMismatch, (await Assert.ThrowsAsync<TokenStoreException>(() => Read(Store()))).Failure);

        key[0] ^= 1;
        await File.WriteAllBytesAsync(folder.File("store.key"), key);
        MakePrivate(folder.File("store.key"));
        Assert.Equal(TokenStoreFailure.KeyMismatch, (await Assert.ThrowsAsync<TokenStoreException>(() => Read(Store()))).Failure);
        Assert.Equal(before, await File.ReadAllBytesAsync(folder.File("tokens.bin")));

        key[0] ^= 1;
        await File.WriteAllBytesAsync(folder.File("store.key"), key);
        Assert.Equal("secret", await Read(Store()));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_key_file_that_others_can_read_or_of_another_length_is_refused()
    {
        Assert.SkipWhen(LibraryFlavour.IsNetStandard || OperatingSystem.IsWindows(), "Key files belong to systems with modes.");
        await Write(Store(), "secret");
        var key = folder.File("store.key");

        File.SetUnixFileMode(key, Mode0600 | UnixFileMode.GroupRead);
        Assert.Equal(TokenStoreFailure.KeyInvalid, (await Assert.ThrowsAsync<TokenStoreException>(() => Read(Store()))).Failure);

        File.SetUnixFileMode(key, Mode0600);
        await File.WriteAllBytesAsync(key, new byte[31]);
        Assert.Equal(TokenStoreFailure.KeyInvalid, (await Assert.ThrowsAsync<TokenStoreException>(() => Read(Store()))).Failure);
    }

    [Fact]
    public async Task Two_stores_of_one_folder_cannot_change_places()
    {
        Assert.SkipWhen(LibraryFlavour.IsNetStandard, "There is no cipher on netstandard2.0 outside of Windows.");
        await Write(Store(name: "tokens"), "tokens");
        await Write(Store(name: "profiles"), "profiles");
        Assert.Equal("profiles", await Read(Store(name: "profiles")));
        File.Copy(folder.File("tokens.bin"), folder.File("profiles.bin"), overwrite: true);

        Assert.Null(await Read(Store(name: "profiles")));
    }

    [Fact]
    public async Task A_plain_text_file_is_not_taken_where_encryption_is_asked_for()
    {
        Assert.SkipWhen(LibraryFlavour.IsNetStandard, "There is no cipher on netstandard2.0 outside of Windows.");
        await Write(Store(TokenProtection.PlainText), "planted");

        Assert.Equal(TokenStoreFailure.KeyMismatch, (await Assert.ThrowsAsync<TokenStoreException>(() => Read(Store(TokenProtection.Encrypted)))).Failure);
        Assert.Equal("planted", await Read(Store(TokenProtection.PlainText)));
    }

    [Fact]
    public async Task A_link_is_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making a link needs a privilege on Windows.");
        await Write(Store(), "secret");
        var elsewhere = folder.Store + "-elsewhere";
        File.Move(folder.File("tokens.bin"), elsewhere);
        File.CreateSymbolicLink(folder.File("tokens.bin"), elsewhere);

        Assert.Equal(TokenStoreFailure.IsLink, (await Assert.ThrowsAsync<TokenStoreException>(() => Read(Store()))).Failure);
        var before = await File.ReadAllBytesAsync(elsewhere);
        await Write(Store(), "new");
        Assert.Equal(before, await File.ReadAllBytesAsync(elsewhere));
        Assert.Equal("new", await Read(Store()));

        File.Move(folder.File("tokens.lock"), elsewhere, overwrite: true);
        File.CreateSymbolicLink(folder.File("tokens.lock"), elsewhere);
        Assert.Equal(TokenStoreFailure.IsLink, (await Assert.ThrowsAsync<TokenStoreException>(() => Read(Store()))).Failure);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_folder_that_others_can_write_to_is_refused()
    {
        Assert.SkipWhen(LibraryFlavour.IsNetStandard || OperatingSystem.IsWindows(), "Modes belong to Unix.");
        Directory.CreateDirectory(folder.Store, Mode0700 | UnixFileMode.GroupWrite);
        File.SetUnixFileMode(folder.Store, Mode0700 | UnixFileMode.GroupWrite);

        Assert.Equal(TokenStoreFailure.Inaccessible, (await Assert.ThrowsAsync<TokenStoreException>(() => Read(Store()))).Failure);
    }

    [Fact]
    public async Task A_writer_killed_before_its_rename_leaves_the_old_content_and_its_leftover_is_cleared()
    {
        await Write(Store(), "old");
        var leftover = folder.File("tokens.bin.0123456789abcdef.new");
        await File.WriteAllTextAsync(leftover, "half of the ne");

        Assert.Equal("old", await Read(Store()));
        await Write(Store(), "new");
        Assert.False(File.Exists(leftover));
        Assert.Equal("new", await Read(Store()));
    }

    [Fact]
    public async Task A_lock_that_is_never_given_back_ends_in_Busy_after_the_limit()
    {
        var time = new JumpingTime();
        using var held = await Store().OpenAsync(CancellationToken.None);

        var e = await Assert.ThrowsAsync<TokenStoreException>(() => Store(time: time).OpenAsync(CancellationToken.None));

        Assert.Equal(TokenStoreFailure.Busy, e.Failure);
        Assert.Equal(FileTokenStore.LockTimeout.TotalSeconds, time.WaitedSeconds.Sum(), 1.0);
    }

    [Fact]
    public async Task A_long_queue_that_moves_is_waited_for_beyond_the_limit()
    {
        await Write(Store(), "secret");
        var held = await Store().OpenAsync(CancellationToken.None);
        var queue = 5 * FileTokenStore.LockTimeout;
        var time = new JumpingTime
        {
            // What each new holder does.
            Jumped = now =>
            {
                File.SetLastWriteTimeUtc(folder.File("tokens.lock"), now.UtcDateTime);
                if (now > JumpingTime.Start + queue)
                {
                    held.Dispose();
                }
            },
        };

        using var lease = await Store(time: time).OpenAsync(CancellationToken.None);

        Assert.Equal("secret", Encoding.UTF8.GetString(lease.Read()!));
        Assert.True(time.WaitedSeconds.Sum() >= queue.TotalSeconds);
    }

    [Fact]
    public async Task The_wait_for_the_lock_can_be_cancelled()
    {
        using var held = await Store().OpenAsync(CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var waiting = Store().OpenAsync(cancel.Token);
        Assert.False(waiting.IsCompleted);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Many_stores_over_one_file_lose_no_write()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => CountUp(Store(), 5))));

        Assert.Equal("80", await Read(Store()));
    }

    [Fact]
    public async Task Many_processes_over_one_file_lose_no_write()
    {
        var children = Enumerable.Range(0, 3).Select(_ => StoreChild.Start(folder.Store, "count")).ToArray();
        try
        {
            await Task.WhenAll(children.Select(c => c.WaitForExitAsync()));

            Assert.All(children, c => Assert.Equal(0, c.ExitCode));
            Assert.Equal((3 * StoreChild.Rounds).ToString(CultureInfo.InvariantCulture), await Read(Store()));
        }
        finally
        {
            foreach (var child in children)
            {
                child.Dispose();
            }
        }
    }

    [Fact]
    public async Task A_killed_holder_gives_its_lock_back_and_leaves_whole_content()
    {
        using var child = StoreChild.Start(folder.Store, "forever");
        while (!File.Exists(folder.File("tokens.bin")))
        {
            Assert.False(child.HasExited);
            await Task.Yield();
        }

        child.Kill();
        await child.WaitForExitAsync();

        Assert.True(int.Parse((await Read(Store()))!, CultureInfo.InvariantCulture) > 0);
        await Write(Store(), "0");
        Assert.Equal(new[] { "tokens.bin", "tokens.lock" }, Directory.GetFiles(folder.Store, "tokens.*").Select(Path.GetFileName).OrderBy(n => n, StringComparer.Ordinal));
    }

    private static void MakePrivate(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, Mode0600);
        }
    }

    internal static async Task CountUp(TokenStore store, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            using var lease = await store.OpenAsync(CancellationToken.None);
            var count = lease.Read() is { } bytes ? int.Parse(Encoding.UTF8.GetString(bytes), CultureInfo.InvariantCulture) : 0;
            lease.Write(Encoding.UTF8.GetBytes((count + 1).ToString(CultureInfo.InvariantCulture)));
        }
    }
}
