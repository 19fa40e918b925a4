using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;

namespace OutlookMail.HelpBuilder;

/// <summary>Reads cmdlets out of a DLL without running it, and without an engine.</summary>
internal static class CmdletReader
{
    internal const string AllSets = "__AllParameterSets";

    private const string Engine = "System.Management.Automation.";

    internal static IReadOnlyList<CmdletInfo> Read(string folder, string assemblyName)
    {
        string reference = typeof(CmdletReader).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "ReferenceAssembly").Value!;
        IEnumerable<string> files = Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll")
            .Concat(Directory.GetFiles(folder, "*.dll", SearchOption.AllDirectories))
            .Append(reference)
            .GroupBy(Path.GetFileName)
            .Select(g => g.First());
        using var context = new MetadataLoadContext(new PathAssemblyResolver(files));
        Assembly assembly = context.LoadFromAssemblyPath(Path.Combine(folder, assemblyName + ".dll"));
        return assembly.GetExportedTypes()
            .Select(t => (Type: t, Cmdlet: Find(t.GetCustomAttributesData(), "CmdletAttribute")))
            .Where(t => t.Cmdlet is not null && !t.Type.IsAbstract)
            .Select(t => ReadCmdlet(t.Type, t.Cmdlet!))
            .OrderBy(c => c.Name, StringComparer.Ordinal)
            .ToList();
    }

    private static CmdletInfo ReadCmdlet(Type type, CustomAttributeData attribute)
    {
        List<ParameterInfo> parameters = type.GetProperties()
            .Select(ReadParameter)
            .OfType<ParameterInfo>()
            .OrderBy(p => p.Uses.Values.Min(u => u.Position ?? int.MaxValue))
            .ThenBy(p => p.Name, StringComparer.Ordinal)
            .Concat(Added(attribute))
            .ToList();
        List<string> sets = parameters.SelectMany(p => p.Uses.Keys).Where(s => s != AllSets).Distinct().ToList();
        List<string> outputs = type.GetCustomAttributesData()
            .Where(a => a.AttributeType.FullName == Engine + "OutputTypeAttribute")
            .SelectMany(a => (IEnumerable<CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)
            .Select(a => a.Value is Type t ? t.FullName! : (string)a.Value!)
            .ToList();
        return new CmdletInfo(
            (string)attribute.ConstructorArguments[0].Value!,
            (string)attribute.ConstructorArguments[1].Value!,
            outputs,
            sets.Count == 0 ? [AllSets] : sets,
            parameters);
    }

    private static ParameterInfo? ReadParameter(PropertyInfo property)
    {
        IList<CustomAttributeData> attributes = property.GetCustomAttributesData();
        List<CustomAttributeData> uses = attributes.Where(a => a.AttributeType.FullName == Engine + "ParameterAttribute").ToList();
        if (uses.Count == 0)
        {
            return null;
        }

        Type type = Nullable(property.PropertyType);
        CustomAttributeData? set = Find(attributes, "ValidateSetAttribute");
        IReadOnlyList<string> values = type.IsEnum
            ? type.GetEnumNames()
            : set is null ? [] : Strings(set.ConstructorArguments[0]);
        return new ParameterInfo(
            property.Name,
            type.Name,
            type.FullName == Engine + "SwitchParameter",
            Find(attributes, "AliasAttribute") is { } alias ? Strings(alias.ConstructorArguments[0]) : [],
            values,
            uses.ToDictionary(u => Named(u, "ParameterSetName", AllSets), ReadUse));
    }

    // What the engine adds by itself when the attribute says so. -WhatIf and -Confirm have one text for all cmdlets.
    private static IEnumerable<ParameterInfo> Added(CustomAttributeData cmdlet)
    {
        var byName = new Dictionary<string, ParameterUse> { [AllSets] = new(false, null, false, false) };
        if (Named(cmdlet, "SupportsPaging", false))
        {
            yield return new ParameterInfo("First", "UInt64", false, [], [], byName);
            yield return new ParameterInfo("Skip", "UInt64", false, [], [], byName);
            yield return new ParameterInfo("IncludeTotalCount", "SwitchParameter", true, [], [], byName);
        }

        if (Named(cmdlet, "SupportsShouldProcess", false))
        {
            yield return new ParameterInfo("WhatIf", "SwitchParameter", true, ["wi"], [], byName);
            yield return new ParameterInfo("Confirm", "SwitchParameter", true, ["cf"], [], byName);
        }
    }

    private static ParameterUse ReadUse(CustomAttributeData use)
    {
        int position = Named(use, "Position", int.MinValue);
        return new ParameterUse(
            Named(use, "Mandatory", false),
            position == int.MinValue ? null : position,
            Named(use, "ValueFromPipeline", false),
            Named(use, "ValueFromPipelineByPropertyName", false));
    }

    private static T Named<T>(CustomAttributeData attribute, string name, T absent) =>
        attribute.NamedArguments.Where(a => a.MemberName == name).Select(a => (T)a.TypedValue.Value!).DefaultIfEmpty(absent).First();

    private static CustomAttributeData? Find(IEnumerable<CustomAttributeData> attributes, string name) =>
        attributes.FirstOrDefault(a => a.AttributeType.FullName == Engine + name);

    private static List<string> Strings(CustomAttributeTypedArgument array) =>
        ((IEnumerable<CustomAttributeTypedArgument>)array.Value!).Select(a => (string)a.Value!).ToList();

    private static Type Nullable(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition().FullName == "System.Nullable`1" ? type.GetGenericArguments()[0] : type;
}
