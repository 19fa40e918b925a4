using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Published;

public class ViewsTests
{
    // A console of 80 columns; the engine puts one space between columns.
    private const int Console = 80;
    private const int LeastRest = 12;

    [Fact]
    public void Every_view_is_of_a_Model_type_and_names_its_properties()
    {
        using var module = new StagedModule();
        XDocument views = Load(module, "format");
        Assert.NotEmpty(views.Descendants("View"));
        foreach (XElement view in views.Descendants("View"))
        {
            Type type = TypeOf(module, view.Descendants("TypeName").Single().Value);
            IEnumerable<string> names = view.Descendants("PropertyName").Select(p => p.Value)
                .Concat(view.Descendants("ScriptBlock").SelectMany(s => Regex.Matches(s.Value, @"\$_\.(\w+)").Select(m => m.Groups[1].Value)));
            Assert.All(names, n => Assert.True(type.GetProperty(n) is not null || type.GetMethod(n) is not null, $"{type.Name} has no {n}"));
        }
    }

    [Fact]
    public void Every_property_set_names_properties_of_a_Model_type()
    {
        using var module = new StagedModule();
        foreach (XElement entry in Load(module, "types").Root!.Elements("Type"))
        {
            Type type = TypeOf(module, entry.Element("Name")!.Value);
            Assert.All(
                entry.Descendants("ReferencedProperties").Elements("Name").Select(n => n.Value),
                n => Assert.True(type.GetProperty(n) is not null, $"{type.Name} has no {n}"));
        }
    }

    [Fact]
    public void Every_table_fits_a_console_and_leaves_room_for_its_last_column()
    {
        using var module = new StagedModule();
        foreach (XElement table in Load(module, "format").Descendants("TableHeaders"))
        {
            List<XElement> headers = table.Elements().ToList();
            int widths = headers.Sum(h => (int?)h.Element("Width") ?? LeastRest) + headers.Count - 1;
            Assert.True(widths <= Console, $"{widths} columns");
        }
    }

    // PowerShell finds an array's own method Address(int) before the addresses of its elements.
    [Fact]
    public void No_property_is_an_array_of_things_with_an_address()
    {
        using var module = new StagedModule();
        Assert.All(
            module.Model.GetExportedTypes().SelectMany(t => t.GetProperties()).Where(p => p.PropertyType.IsArray),
            p => Assert.True(p.PropertyType.GetElementType()!.GetProperty("Address") is null, $"{p.DeclaringType!.Name}.{p.Name}"));
    }

    private static Type TypeOf(StagedModule module, string name) =>
        module.Model.GetType(name) ?? throw new InvalidOperationException($"{name} is no Model type.");

    private static XDocument Load(StagedModule module, string kind) =>
        XDocument.Load(Path.Combine(module.Folder, $"OutlookMail.PowerShell.{kind}.ps1xml"));
}
