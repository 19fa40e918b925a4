using System;

namespace OutlookMail.Model;

/// <summary>A mailbox as RFC 5322 §3.4 writes it: an address, with or without a display name.</summary>
public sealed class OutlookAddress : IEquatable<OutlookAddress>
{
    public OutlookAddress(string address, string? name = null)
    {
        Address = address ?? throw new ArgumentNullException(nameof(address));
        Name = string.IsNullOrEmpty(name) ? null : name;
    }

    /// <summary>local-part@domain, as it was read: its case is kept.</summary>
    public string Address { get; }

    /// <summary>The display name, decoded; null when there is none.</summary>
    public string? Name { get; }

    // Exchange compares addresses without case in both halves, whatever RFC 5321 §2.4 allows for the local part.
    public bool Equals(OutlookAddress? other) =>
        other is not null && string.Equals(Address, other.Address, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => Equals(obj as OutlookAddress);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Address);

    public override string ToString() => Name is null ? Address : $"{Name} <{Address}>";
}
