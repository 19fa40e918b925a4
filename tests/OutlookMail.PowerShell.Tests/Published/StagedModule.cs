using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace OutlookMail.PowerShell.Tests.Published;

/// <summary>The module as it ships, read as metadata: no engine, and nothing of it runs.</summary>
internal sealed class StagedModule : IDisposable
{
    internal const string Engine = "System.Management.Automation.";

    private readonly MetadataLoadContext context;

    internal StagedModule()
    {
        Folder = Build.StagedModule;
        string bin = Path.Combine(Folder, "bin", "net8.0");
        IEnumerable<string> files = Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll")
            .Concat(Directory.GetFiles(bin, "*.dll", SearchOption.AllDirectories))
            .Append(Build.ReferenceAssembly)
            .GroupBy(Path.GetFileName)
            .Select(g => g.First());
        context = new MetadataLoadContext(new PathAssemblyResolver(files));
        CmdletAssembly = context.LoadFromAssemblyPath(Path.Combine(bin, "OutlookMail.PowerShell.dll"));
        Model = context.LoadFromAssemblyPath(Path.Combine(bin, "OutlookMail.Model.dll"));
        EngineAssembly = context.LoadFromAssemblyPath(Build.ReferenceAssembly);
        Manifest = File.ReadAllText(Path.Combine(Folder, "OutlookMail.PowerShell.psd1"));
        Cmdlets = CmdletAssembly.GetExportedTypes().Where(t => !t.IsAbstract && CmdletAttribute(t) is not null).ToList();
    }

    internal string Folder { get; }

    internal Assembly CmdletAssembly { get; }

    internal Assembly Model { get; }

    internal Assembly EngineAssembly { get; }

    internal string Manifest { get; }

    internal IReadOnlyList<Type> Cmdlets { get; }

    internal static CustomAttributeData? CmdletAttribute(Type type) =>
        type.GetCustomAttributesData().FirstOrDefault(a => a.AttributeType.FullName == Engine + "CmdletAttribute");

    internal static string Name(Type cmdlet)
    {
        IList<CustomAttributeTypedArgument> arguments = CmdletAttribute(cmdlet)!.ConstructorArguments;
        return $"{arguments[0].Value}-{arguments[1].Value}";
    }

    internal static IEnumerable<PropertyInfo> Parameters(Type cmdlet) =>
        cmdlet.GetProperties().Where(p => p.GetCustomAttributesData().Any(a => a.AttributeType.FullName == Engine + "ParameterAttribute"));

    /// <summary>The quoted values of a manifest key.</summary>
    internal IReadOnlyList<string> ManifestValues(string key)
    {
        Match value = Regex.Match(Manifest, $@"^\s*{key}\s*=\s*(?:@\((?<list>[^)]*)\)|(?<one>'[^']*'))", RegexOptions.Multiline);
        return Regex.Matches(value.Groups["list"].Value + value.Groups["one"].Value, "'([^']*)'").Select(m => m.Groups[1].Value).ToList();
    }

    public void Dispose() => context.Dispose();
}
