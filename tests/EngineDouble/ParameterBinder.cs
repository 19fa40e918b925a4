using System.Collections;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Reflection;

namespace System.Management.Automation;

/// <summary>Named binding with aliases, parameter sets, mandatory checks, validation and pipeline input by value and by property name.</summary>
internal sealed class ParameterBinder
{
    private readonly Cmdlet cmdlet;
    private readonly EngineRun run;
    private readonly List<Slot> slots;
    private string set = ParameterAttribute.AllParameterSets;

    internal ParameterBinder(Cmdlet cmdlet, EngineRun run)
    {
        this.cmdlet = cmdlet;
        this.run = run;
        slots = cmdlet.GetType().GetProperties()
            .Select(p => new Slot(p, p.GetCustomAttributes<ParameterAttribute>().ToList()))
            .Where(s => s.Parameters.Count > 0)
            .ToList();
    }

    internal string BindCommandLine(IReadOnlyDictionary<string, object?> parameters, bool expectsInput)
    {
        var metadata = cmdlet.GetType().GetCustomAttribute<CmdletAttribute>();
        foreach ((string name, object? value) in parameters)
        {
            if (BindCommon(metadata, name, value))
            {
                continue;
            }

            Slot slot = slots.FirstOrDefault(s => s.Answers(name))
                ?? throw new ParameterBindingException($"A parameter cannot be found that matches parameter name '{name}'.");
            Set(slot, value);
        }

        set = ChooseSet(metadata, parameters, expectsInput);
        return set;
    }

    /// <summary>False, with an error written, when nothing of the object fits.</summary>
    internal bool BindInput(object input)
    {
        bool bound = false;
        foreach (Slot slot in slots.Where(s => s.In(set).Any(p => p.ValueFromPipeline)))
        {
            if (slot.Accepts(input))
            {
                Set(slot, input);
                bound = true;
            }
        }

        foreach (Slot slot in slots.Where(s => s.In(set).Any(p => p.ValueFromPipelineByPropertyName)))
        {
            PropertyInfo? source = slot.Names.Select(n => input.GetType().GetProperty(n)).FirstOrDefault(p => p is not null);
            if (source is not null)
            {
                Set(slot, source.GetValue(input));
                bound = true;
            }
        }

        // Last, the engine converts: anything becomes a string, also where another parameter took the object as it is.
        foreach (Slot slot in slots.Where(s => s.In(set).Any(p => p.ValueFromPipeline) && s.Property.PropertyType == typeof(string) && !s.Accepts(input)))
        {
            Set(slot, input);
            bound = true;
        }

        if (!bound)
        {
            run.WriteError(new ErrorRecord(
                new ParameterBindingException("The input object cannot be bound to any parameters for the command."),
                "InputObjectNotBound",
                ErrorCategory.InvalidArgument,
                input));
        }

        return bound;
    }

    private bool BindCommon(CmdletAttribute? metadata, string name, object? value)
    {
        switch (name)
        {
            case "WhatIf" when metadata is { SupportsShouldProcess: true }:
                run.WhatIf = Convert.ToBoolean(value, CultureInfo.InvariantCulture);
                run.Invocation.BoundParameters[name] = new SwitchParameter(run.WhatIf);
                return true;
            case "Confirm" when metadata is { SupportsShouldProcess: true }:
                run.Invocation.BoundParameters[name] = new SwitchParameter(Convert.ToBoolean(value, CultureInfo.InvariantCulture));
                return true;
            case "First" when metadata is { SupportsPaging: true }:
                run.Paging.First = Convert.ToUInt64(value, CultureInfo.InvariantCulture);
                return true;
            case "IncludeTotalCount" when metadata is { SupportsPaging: true }:
                run.Paging.IncludeTotalCount = Convert.ToBoolean(value, CultureInfo.InvariantCulture);
                return true;
            case "Skip" when metadata is { SupportsPaging: true }:
                run.Paging.Skip = Convert.ToUInt64(value, CultureInfo.InvariantCulture);
                return true;
            default:
                return false;
        }
    }

    private string ChooseSet(CmdletAttribute? metadata, IReadOnlyDictionary<string, object?> parameters, bool expectsInput)
    {
        List<Slot> given = slots.Where(s => parameters.Keys.Any(s.Answers)).ToList();
        List<string> sets = slots.SelectMany(s => s.Parameters).Select(p => p.ParameterSetName)
            .Where(n => n != ParameterAttribute.AllParameterSets).Distinct().ToList();
        // The default set exists by being named, also when no parameter is only in it.
        string? byDefault = metadata?.DefaultParameterSetName;
        if (byDefault is not null && !sets.Contains(byDefault))
        {
            sets.Add(byDefault);
        }

        if (sets.Count == 0)
        {
            sets.Add(ParameterAttribute.AllParameterSets);
        }

        List<string> possible = sets.Where(n => given.All(s => s.In(n).Any())).ToList();
        if (possible.Count == 0)
        {
            throw new ParameterBindingException("Parameter set cannot be resolved using the specified named parameters.");
        }

        List<string> complete = possible.Where(n => slots.All(s => given.Contains(s) || !s.In(n).Any(p =>
            p.Mandatory && !(expectsInput && (p.ValueFromPipeline || p.ValueFromPipelineByPropertyName))))).ToList();
        if (complete.Count == 0)
        {
            string missing = string.Join(" ", slots.Where(s => !given.Contains(s) && s.In(possible[0]).Any(p => p.Mandatory)).Select(s => s.Property.Name));
            throw new ParameterBindingException($"Cannot process command because of one or more missing mandatory parameters: {missing}.");
        }

        return complete.Contains(metadata?.DefaultParameterSetName ?? "") ? metadata!.DefaultParameterSetName! : complete[0];
    }

    private void Set(Slot slot, object? value)
    {
        object? converted = slot.Convert(value);
        foreach (ValidateArgumentsAttribute check in slot.Property.GetCustomAttributes<ValidateArgumentsAttribute>())
        {
            check.Check(converted);
        }

        slot.Property.SetValue(cmdlet, converted);
        run.Invocation.BoundParameters[slot.Property.Name] = converted;
    }

    private sealed record Slot(PropertyInfo Property, List<ParameterAttribute> Parameters)
    {
        internal IEnumerable<string> Names => new[] { Property.Name }.Concat(Property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []);

        internal bool Answers(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

        internal IEnumerable<ParameterAttribute> In(string set) =>
            Parameters.Where(p => p.ParameterSetName == set || p.ParameterSetName == ParameterAttribute.AllParameterSets);

        internal bool Accepts(object value)
        {
            Type type = Property.PropertyType;
            return type == typeof(PSObject) || type.IsInstanceOfType(value) || (type.IsArray && type.GetElementType()!.IsInstanceOfType(value));
        }

        internal object? Convert(object? value) => Convert(value, Property.PropertyType);

        private static object? Convert(object? value, Type type)
        {
            if (value is null || type.IsInstanceOfType(value))
            {
                return value;
            }

            if (type == typeof(PSObject))
            {
                return new PSObject(value);
            }

            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type.IsInstanceOfType(value))
            {
                return value;
            }

            if (type.IsArray)
            {
                object?[] items = value is IEnumerable many and not string ? many.Cast<object?>().ToArray() : [value];
                Array array = Array.CreateInstance(type.GetElementType()!, items.Length);
                for (int i = 0; i < items.Length; i++)
                {
                    array.SetValue(Convert(items[i], type.GetElementType()!), i);
                }

                return array;
            }

            if (type == typeof(SwitchParameter))
            {
                return new SwitchParameter((bool)value);
            }

            if (type == typeof(string))
            {
                return System.Convert.ToString(value, CultureInfo.InvariantCulture);
            }

            return type.IsEnum && value is string name
                ? Enum.Parse(type, name, ignoreCase: true)
                : TypeDescriptor.GetConverter(type) is var converter && converter.CanConvertFrom(value.GetType())
                    ? converter.ConvertFrom(null, CultureInfo.InvariantCulture, value)
                    : System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        }
    }
}
