using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;
using OutlookMail.Client;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Published;

public class HelpTests
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    [Fact]
    public void Every_cmdlet_has_a_synopsis_a_description_and_an_example()
    {
        using var module = new StagedModule();
        Dictionary<string, XElement> help = Help(module);
        foreach (string name in module.Cmdlets.Select(StagedModule.Name))
        {
            Assert.True(help.ContainsKey(name), name);
            Assert.NotEmpty(help[name].Element(Command + "details")!.Element(Maml + "description")!.Value);
            Assert.NotEmpty(help[name].Element(Maml + "description")!.Value);
            Assert.NotEmpty(help[name].Descendants(Dev + "code").First().Value);
        }
    }

    [Fact]
    public void Every_parameter_of_every_cmdlet_is_described()
    {
        using var module = new StagedModule();
        Dictionary<string, XElement> help = Help(module);
        foreach (Type cmdlet in module.Cmdlets)
        {
            Dictionary<string, string> described = help[StagedModule.Name(cmdlet)].Element(Command + "parameters")!.Elements()
                .ToDictionary(p => p.Element(Maml + "name")!.Value, p => p.Element(Maml + "description")!.Value);
            foreach (PropertyInfo parameter in StagedModule.Parameters(cmdlet))
            {
                Assert.True(described.TryGetValue(parameter.Name, out string? text) && text.Length > 0, $"{StagedModule.Name(cmdlet)} -{parameter.Name}");
            }
        }
    }

    [Fact]
    public void Every_parameter_set_has_a_syntax_line()
    {
        using var module = new StagedModule();
        Dictionary<string, XElement> help = Help(module);
        foreach (Type cmdlet in module.Cmdlets)
        {
            int sets = StagedModule.Parameters(cmdlet)
                .SelectMany(p => p.GetCustomAttributesData())
                .SelectMany(a => a.NamedArguments)
                .Where(a => a.MemberName == "ParameterSetName")
                .Select(a => (string)a.TypedValue.Value!)
                .Distinct()
                .Count();
            Assert.Equal(Math.Max(1, sets), help[StagedModule.Name(cmdlet)].Element(Command + "syntax")!.Elements().Count());
        }
    }

    [Fact]
    public void No_placeholder_survives()
    {
        foreach (string page in Directory.GetFiles(Path.Combine(Build.Repository, "docs", "en-US"), "*.md"))
        {
            // As platyPS leaves them; {{Name}} is a field of a mail's template.
            Assert.DoesNotMatch(@"\{\{\s*(Fill|Add|Insert|Describe)\b", File.ReadAllText(page));
        }
    }

    [Fact]
    public void Every_error_id_is_documented_and_no_other()
    {
        IEnumerable<string> ids = typeof(ErrorIds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);
        IEnumerable<string> documented = File.ReadAllLines(Path.Combine(Build.Repository, "docs", "en-US", "about_OutlookMail_Errors.md"))
            .Where(l => l.StartsWith("| ", StringComparison.Ordinal) && !l.StartsWith("| Id ", StringComparison.Ordinal) && !l.StartsWith("| ---", StringComparison.Ordinal))
            .Select(l => l.Split('|')[1].Trim());

        Assert.Equal(ids.Order(), documented.Order());
    }

    private static Dictionary<string, XElement> Help(StagedModule module) =>
        XDocument.Load(Path.Combine(module.Folder, "en-US", "OutlookMail.PowerShell.dll-Help.xml")).Root!.Elements()
            .ToDictionary(c => c.Element(Command + "details")!.Element(Command + "name")!.Value);
}
