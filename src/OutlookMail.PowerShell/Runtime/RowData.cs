using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>A piped object as data for a template: its properties by name, objects in it likewise.</summary>
internal static class RowData
{
    // Objects that hold each other have no end.
    private const int MaximumDepth = 8;

    internal static IReadOnlyDictionary<string, object?> From(PSObject? row) =>
        row is null ? new Dictionary<string, object?>() : Fields(row, MaximumDepth);

    private static Dictionary<string, object?> Fields(PSObject row, int depth)
    {
        var fields = new Dictionary<string, object?>();
        if (row.BaseObject is IDictionary table)
        {
            foreach (DictionaryEntry entry in table)
            {
                fields[entry.Key.ToString()!] = Value(entry.Value, depth - 1);
            }

            return fields;
        }

        foreach (PSPropertyInfo property in row.Properties.Where(one => one.IsGettable))
        {
            object? value;
            try
            {
                value = property.Value;
            }
            catch (GetValueException)
            {
                continue;
            }

            fields[property.Name] = Value(value, depth - 1);
        }

        return fields;
    }

    private static object? Value(object? value, int depth)
    {
        object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (bare is null || depth == 0 || bare is string || bare.GetType().IsValueType)
        {
            return depth == 0 && bare is not string ? bare?.ToString() : bare;
        }

        if (bare is IDictionary || value is PSObject { BaseObject: PSCustomObject })
        {
            return Fields(value as PSObject ?? new PSObject(bare), depth);
        }

        return bare is IEnumerable many ? many.Cast<object?>().Select(one => Value(one, depth - 1)).ToList() : bare.ToString();
    }
}
