using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.InteropServices;
using Xunit;

namespace OutlookMail.PowerShell.Tests;

/// <summary>The double may do less than the engine; it may not offer what the engine lacks, or the shipped cmdlets would not load.</summary>
public class EngineParityTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Every_public_signature_of_the_double_is_in_the_reference_assembly()
    {
        using var context = new MetadataLoadContext(new PathAssemblyResolver(
            Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll").Append(Build.ReferenceAssembly)));
        Assembly reference = context.LoadFromAssemblyPath(Build.ReferenceAssembly);
        var unknown = new List<string>();
        int compared = 0;
        foreach (System.Type type in typeof(Cmdlet).Assembly.GetExportedTypes().Where(IsDouble))
        {
            System.Type? real = reference.GetType(type.FullName!);
            if (real is null)
            {
                unknown.Add(type.FullName!);
                continue;
            }

            HashSet<string> signatures = AllMembers(real).Select(Signature).ToHashSet();
            foreach (MemberInfo member in type.GetMembers(Declared).Where(IsOffered))
            {
                compared++;
                if (!signatures.Contains(Signature(member)))
                {
                    unknown.Add($"{type.FullName}: {Signature(member)}");
                }
            }
        }

        Assert.Empty(unknown);
        Assert.True(compared > 150, $"only {compared} members were compared");
    }

    [Fact]
    public void Enum_values_of_the_double_are_the_reference_assembly_s()
    {
        using var context = new MetadataLoadContext(new PathAssemblyResolver(
            Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll").Append(Build.ReferenceAssembly)));
        Assembly reference = context.LoadFromAssemblyPath(Build.ReferenceAssembly);
        foreach (System.Type type in typeof(Cmdlet).Assembly.GetExportedTypes().Where(t => IsDouble(t) && t.IsEnum))
        {
            System.Type real = reference.GetType(type.FullName!)!;
            Dictionary<string, int> values = real.GetFields(BindingFlags.Public | BindingFlags.Static)
                .ToDictionary(f => f.Name, f => (int)f.GetRawConstantValue()!);
            foreach (FieldInfo field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
            {
                Assert.True(values.TryGetValue(field.Name, out int value) && value == (int)field.GetRawConstantValue()!, $"{type.Name}.{field.Name}");
            }
        }
    }

    [Fact]
    public void The_stubbed_engine_is_not_loaded_in_the_test_process() =>
        Assert.DoesNotContain(System.AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName().Name == "System.Management.Automation");

    private static bool IsDouble(System.Type type) => type.Namespace?.StartsWith("System.Management.Automation", System.StringComparison.Ordinal) == true;

    private static bool IsOffered(MemberInfo member) => member switch
    {
        // The reference has no public constructor for what only the engine makes; ours are then internal.
        ConstructorInfo c => c.IsPublic,
        MethodInfo { IsSpecialName: true } m => m.Name.StartsWith("op_", System.StringComparison.Ordinal),
        MethodInfo m => m.IsPublic || m.IsFamily,
        PropertyInfo p => p.GetMethod is { IsPublic: true } or { IsFamily: true },
        FieldInfo f => f.IsPublic,
        _ => false,
    };

    private static IEnumerable<MemberInfo> AllMembers(System.Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            foreach (MemberInfo member in type.GetMembers(Declared))
            {
                yield return member;
            }
        }
    }

    private static string Signature(MemberInfo member) => member switch
    {
        ConstructorInfo c => $".ctor({Parameters(c)})",
        MethodInfo m => $"{Name(m.ReturnType)} {m.Name}({Parameters(m)})",
        PropertyInfo p => $"property {Name(p.PropertyType)} {p.Name}",
        FieldInfo f => $"field {f.Name}",
        _ => member.Name,
    };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => Name(p.ParameterType)));

    private static string Name(System.Type type) => type.IsGenericType
        ? $"{type.Namespace}.{type.Name}[{string.Join(",", type.GetGenericArguments().Select(Name))}]"
        : $"{type.Namespace}.{type.Name}";
}
