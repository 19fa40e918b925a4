using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Published;

public class CmdletShapeTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] ReservedParameters =
    [
        "Confirm", "Debug", "ErrorAction", "ErrorVariable", "InformationAction", "InformationVariable", "OutBuffer",
        "OutVariable", "PipelineVariable", "ProgressAction", "UseTransaction", "Verbose", "WarningAction", "WarningVariable", "WhatIf",
    ];

    [Fact]
    public void Every_verb_is_approved()
    {
        using var module = new StagedModule();
        HashSet<string> approved = module.EngineAssembly.GetExportedTypes()
            .Where(t => t.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(f => (string)f.GetRawConstantValue()!)
            .ToHashSet();

        Assert.NotEmpty(module.Cmdlets);
        Assert.All(module.Cmdlets, c => Assert.Contains(StagedModule.Name(c).Split('-')[0], approved));
    }

    [Fact]
    public void Every_cmdlet_is_sealed_and_named_after_what_it_does()
    {
        using var module = new StagedModule();

        Assert.All(module.Cmdlets, c => Assert.True(c.IsSealed && c.Name == StagedModule.Name(c).Replace("-", "") + "Command", c.Name));
    }

    [Fact]
    public void Every_cmdlet_states_its_output()
    {
        using var module = new StagedModule();

        Assert.All(module.Cmdlets, c => Assert.Contains(
            c.GetCustomAttributesData(), a => a.AttributeType.FullName == StagedModule.Engine + "OutputTypeAttribute"));
    }

    [Fact]
    public void No_parameter_has_the_name_of_a_common_one()
    {
        using var module = new StagedModule();

        Assert.All(module.Cmdlets.SelectMany(StagedModule.Parameters), p => Assert.DoesNotContain(p.Name, ReservedParameters));
    }

    [Fact]
    public void Every_parameter_that_names_a_mail_folder_is_completed_from_the_live_list()
    {
        using var module = new StagedModule();
        // The archive is searched without a server.
        (string Cmdlet, PropertyInfo Parameter)[] folders = module.Cmdlets.Where(c => StagedModule.Name(c) != "Search-OutlookArchive")
            .SelectMany(c => StagedModule.Parameters(c).Select(p => (StagedModule.Name(c), p)))
            .Where(one => one.p.Name is "Folder" or "ExcludeFolder" or "Destination")
            .ToArray();

        Assert.NotEmpty(folders);
        Assert.All(folders, one => Assert.True(
            one.Parameter.GetCustomAttributesData().Any(a => a.ConstructorArguments.Any(value => value.Value is Type { Name: "FolderCompleter" })),
            $"{one.Cmdlet} -{one.Parameter.Name}"));
    }

    // The engine reads all of these at import; a type of the private folder among them would be loaded there, or not found.
    [Fact]
    public void No_cmdlet_shows_the_engine_a_type_of_the_private_folder()
    {
        using var module = new StagedModule();
        foreach (Type type in module.CmdletAssembly.GetExportedTypes())
        {
            IEnumerable<Type> seen = Bases(type)
                .Concat(type.GetFields(Declared).Select(f => f.FieldType))
                .Concat(type.GetProperties(Declared).Select(p => p.PropertyType))
                .Concat(Attributes(type))
                .Concat(type.GetProperties(Declared).SelectMany(Attributes));
            Assert.All(seen.SelectMany(Parts), t => Assert.False(IsPrivate(t), $"{type.Name} shows {t.FullName}"));
        }
    }

    [Fact]
    public void Every_state_change_can_be_tried_with_WhatIf()
    {
        using var module = new StagedModule();

        // Connect- only makes a session, which -WhatIf could say nothing about; Wait- and Watch- only look.
        string[] changeNothing = ["Get-", "Measure-", "Resolve-", "Connect-", "Search-", "Wait-", "Watch-", "Test-OutlookConnection"];
        Assert.All(
            module.Cmdlets.Where(c => !changeNothing.Any(v => StagedModule.Name(c).StartsWith(v, StringComparison.Ordinal))),
            c => Assert.Contains(StagedModule.CmdletAttribute(c)!.NamedArguments, a => a.MemberName == "SupportsShouldProcess" && a.TypedValue.Value is true));
    }

    private static IEnumerable<Type> Bases(Type type)
    {
        for (Type? b = type.BaseType; b is not null; b = b.BaseType)
        {
            yield return b;
        }
    }

    private static IEnumerable<Type> Attributes(MemberInfo member) => member.GetCustomAttributesData()
        .SelectMany(a => a.ConstructorArguments.Select(c => c.Value).OfType<Type>().Append(a.AttributeType));

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType
        ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];

    private static bool IsPrivate(Type type) =>
        type.Assembly.Location.Contains("private", StringComparison.Ordinal) && type.Assembly.GetName().Name != "OutlookMail.Model";
}
