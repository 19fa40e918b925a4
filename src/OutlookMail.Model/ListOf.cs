using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;

namespace OutlookMail.Model;

/// <summary>
/// Lists of things that have an address. Never an array: every array has a CLR method named Address, which PowerShell
/// finds before the property of the elements, so that <c>$mail.To.Address</c> would not be the addresses.
/// </summary>
internal static class ListOf<T>
{
    internal static IReadOnlyList<T> Empty { get; } = new ReadOnlyCollection<T>(Array.Empty<T>());

    internal static IReadOnlyList<T> Wrap(IReadOnlyList<T> items) => items switch
    {
        { Count: 0 } => Empty,
        ReadOnlyCollection<T> wrapped => wrapped,
        T[] array => new ReadOnlyCollection<T>(array),
        _ => new ReadOnlyCollection<T>(items.ToArray()),
    };
}
