using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>Header fields out of a table; a list of values is a field each.</summary>
internal static class HeaderArguments
{
    internal static IReadOnlyList<KeyValuePair<string, string>> From(IDictionary? table)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (DictionaryEntry entry in table ?? new Hashtable())
        {
            IEnumerable values = entry.Value is IEnumerable many and not string ? many : new[] { entry.Value };
            foreach (object? value in values)
            {
                fields.Add(new KeyValuePair<string, string>(entry.Key.ToString()!, Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
            }
        }

        return fields;
    }
}
