using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace OutlookMail.Sandbox;

/// <summary>A person who can sign in, with a mailbox of that address.</summary>
public sealed class SandboxUser
{
    /// <summary>The tenant of all personal Microsoft accounts.</summary>
    public static readonly Guid PersonalTenantId = new("9188040d-6c67-4c5b-b112-36a304b66dad");

    internal SandboxUser(string address, Guid tenantId, bool isPersonal)
    {
        Address = address;
        IsPersonal = isPersonal;
        TenantId = isPersonal ? PersonalTenantId : tenantId;
        Email = address;
        string local = address[..address.IndexOf('@', StringComparison.Ordinal)];
        DisplayName = string.Join(' ', local.Split(['.', '_', '-'], StringSplitOptions.RemoveEmptyEntries).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));

        // The same address has the same id at every start of a tenant, so that a kept token cache still fits.
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{TenantId}/{address.ToLowerInvariant()}"));
        if (isPersonal)
        {
            // Personal accounts have ids of the form 00000000-0000-0000-xxxx-xxxxxxxxxxxx.
            hash.AsSpan(0, 8).Clear();
        }

        ObjectId = new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    /// <summary>User principal name and primary SMTP address in one.</summary>
    public string Address { get; }

    public string DisplayName { get; set; }

    public Guid ObjectId { get; }

    public Guid TenantId { get; }

    /// <summary>A personal Microsoft account (Outlook.com) and no work or school one.</summary>
    public bool IsPersonal { get; }

    public bool IsAdministrator { get; set; }

    /// <summary>The directory's mail attribute, which becomes the id_token's <c>email</c> claim; null for an account without one.</summary>
    public string? Email { get; set; }

    /// <summary>False: every sign-in and refresh is refused with AADSTS50057.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>The AADSTS number that every token request of this person is refused with (50053 locked, 50055 password expired, …); null for none.</summary>
    public int? SignInError { get; set; }

    public override string ToString() => Address;
}
