using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Identity.Client.Extensions.Msal;

namespace OutlookMail.Identity;

/// <summary>
/// The system's own place for a store's key: the login Keychain on macOS, the Secret Service (libsecret) on Linux. MSAL's
/// extensions speak to both. A server without a desktop session has neither, and that is no error.
/// </summary>
internal sealed class SystemVault
{
    /// <summary>Written beside the stores when their key is in the vault, and empty: it tells a missing vault from a missing key.</summary>
    public const string MarkerName = "store.keyring";

    /// <summary>Set to 1, keeps keys out of the vault: for jobs that run outside the desktop session of the same user.</summary>
    public const string OffVariable = "OUTLOOKMAIL_KEY_IN_FILE";

    private const string Label = "OutlookMail.PowerShell";
    private const string Schema = "outlookmail.store.key";

    private readonly string directory;

    public SystemVault(string directory) => this.directory = directory;

    public bool IsMarked => File.Exists(Path.Combine(directory, MarkerName));

    // libsecret without a session bus would try to start one; on macOS the Keychain is always there.
    public static bool MayExist(Func<string, string?> environment) =>
        environment(OffVariable) is not "1" && (RuntimeInformation.IsOSPlatform(OSPlatform.OSX)
            || (RuntimeInformation.IsOSPlatform(OSPlatform.Linux) && environment("DBUS_SESSION_BUS_ADDRESS") is { Length: > 0 }));

    /// <returns>Null when the vault is not there, is locked, or holds nothing for this folder.</returns>
    public byte[]? Read() => Try(vault => vault.LoadUnencryptedTokenCache()) is { Length: AuthenticatedCipher.KeyLength } key ? key : null;

    /// <returns>False when the vault is not there or does not keep it: the key then has to go elsewhere.</returns>
    public bool TryWrite(byte[] key)
    {
        var kept = Try(vault =>
        {
            vault.SaveUnencryptedTokenCache(key);
            return vault.LoadUnencryptedTokenCache();
        });
        if (kept is null || !kept.AsSpan().SequenceEqual(key))
        {
            return false;
        }

        // MSAL's extensions make it as any other file.
        PrivateFiles.MakePrivate(Path.Combine(directory, MarkerName));
        return true;
    }

    private byte[]? Try(Func<MsalCacheHelper, byte[]?> work)
    {
        if (!MayExist(Environment.GetEnvironmentVariable))
        {
            return null;
        }

        try
        {
            var place = new StorageCreationPropertiesBuilder(MarkerName, directory)
                .WithMacKeyChain(Label, directory)
                .WithLinuxKeyring(Schema, MsalCacheHelper.LinuxKeyRingDefaultCollection, Label, new KeyValuePair<string, string>("module", Label), new KeyValuePair<string, string>("folder", directory))
                .Build();

            // Without an application of its own to watch, the helper is made without waiting for anything.
            return work(MsalCacheHelper.CreateAsync(place).GetAwaiter().GetResult());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A missing library, a bus without a secret service and a locked keyring show differently on each system.
            return null;
        }
    }
}
