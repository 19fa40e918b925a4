using System;
using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Catalogue entries of named profiles, vaults and proxies.</summary>
public static class ProfileErrors
{
    public static OutlookMailException ProfileNotFound(string name, IReadOnlyList<string> known) => new(
        ErrorIds.ProfileNotFound,
        OutlookErrorCategory.ObjectNotFound,
        $"No profile is named '{name}'.",
        known.Count == 0
            ? "None is kept yet: Set-OutlookAppCredential -Profile makes one."
            : $"Kept are: {string.Join(", ", known)}. Set-OutlookAppCredential -Profile makes another.",
        name)
    {
        EndsCommand = true,
    };

    public static OutlookMailException VaultUnavailable(string vault, string reason, Exception? inner) => new(
        ErrorIds.VaultUnavailable,
        OutlookErrorCategory.ResourceUnavailable,
        $"The secret vault '{vault}' did not give the secret: {reason}",
        "Install Microsoft.PowerShell.SecretManagement and register the vault (Register-SecretVault), unlock it for this user (a vault that prompts cannot be used unattended), and check the secret's name with Get-SecretInfo.",
        vault,
        inner)
    {
        EndsCommand = true,
    };

    public static OutlookMailException ProxyInvalid(Exception? inner) => new(
        ErrorIds.ProxyInvalid,
        OutlookErrorCategory.InvalidArgument,
        "The proxy's address cannot be used.",
        "Write it as http://host:port or socks5://host:port, a user name and password percent-encoded in front of the host; 'none' goes without one.",
        null,
        inner)
    {
        EndsCommand = true,
    };
}
