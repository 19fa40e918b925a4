using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Hosts;

/// <summary>A Linux desktop: a session bus and GNOME's keyring behind it, unlocked as a login does.</summary>
public sealed class KeyringTests(HostWorld world) : IClassFixture<HostWorld>
{
    // The keyring asks for its name on the bus when it is unlocked; before that a client would start another one.
    private const string Desktop =
        """
        export HOME="$XDG_DATA_HOME"
        printf secret | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
        keyring=$!
        tries=0
        until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets >/dev/null 2>&1 || [ $tries = 600 ]; do
            tries=$((tries + 1)); sleep 0.1
        done
        "$@"
        result=$?
        kill $keyring
        exit $result
        """;

    [Fact]
    public async Task A_desktop_keeps_the_key_in_its_keyring_where_a_job_without_the_session_says_that_it_is()
    {
        Assert.SkipUnless(IsInstalled("dbus-run-session") && IsInstalled("gnome-keyring-daemon") && IsInstalled("dbus-send"), "There is no session bus or no GNOME keyring here: dbus, gnome-keyring.");
        string servers = world.Servers.Replace("-Mailbox " + HostWorld.Mailbox, "", StringComparison.Ordinal);
        string app = $"-ClientId {world.Sandbox.Info.ClientId} -Tenant {world.Sandbox.Info.Tenant}";
        string manifest = Path.Combine(Build.StagedModule, "OutlookMail.PowerShell.psd1");

        string[] output = await PwshRun.InHomeAsync(home => PwshRun.RunAsync(
            $$"""
            (Connect-OutlookMailbox {{servers}} {{app}} -OnDeviceCode { } 6> $null).SignIn
            $script = "Import-Module '{{manifest}}'; try { (Connect-OutlookMailbox {{servers}} {{app}} -Silent).SignIn } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }"
            pwsh -NoProfile -NonInteractive -Command $script
            env -u DBUS_SESSION_BUS_ADDRESS pwsh -NoProfile -NonInteractive -Command $script
            Get-ChildItem $env:XDG_DATA_HOME/OutlookMail/accounts | ForEach-Object { "$($_.Name) $($_.UnixMode)" } | Sort-Object
            """,
            new Dictionary<string, string> { ["XDG_DATA_HOME"] = home, ["XDG_RUNTIME_DIR"] = home },
            ["dbus-run-session", "--", "sh", "-c", Desktop, "sh"]));
        string[] said = output.Where(line => !line.StartsWith("dbus-daemon[", StringComparison.Ordinal)).ToArray();

        Assert.Equal(["DeviceCode", "Silent"], said.Take(2));
        Assert.StartsWith("StoreUnavailable,", said[2]);
        Assert.Contains("in the system's keyring", said[3]);
        Assert.Contains("store.keyring -rw-------", said);
        Assert.All(said.Skip(4), file => Assert.EndsWith("-rw-------", file));
        Assert.DoesNotContain(said, line => line.StartsWith("store.key ", StringComparison.Ordinal));
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
