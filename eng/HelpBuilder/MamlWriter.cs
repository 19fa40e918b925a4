using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace OutlookMail.HelpBuilder;

/// <summary>The XML that Get-Help reads (MAML, as about_Comment_Based_Help's ancestors define it).</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static readonly Dictionary<string, string> EngineTexts = new()
    {
        ["WhatIf"] = "Says what the command would do, and does not do it.",
        ["Confirm"] = "Asks before each change.",
        ["IncludeTotalCount"] = "Outputs first that the total is unknown: a mailbox is not counted before it is listed.",
    };

    internal static string Write(IReadOnlyList<CmdletInfo> cmdlets, IReadOnlyDictionary<string, HelpPage> pages)
    {
        var root = new XElement(Msh + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(c => Cmdlet(c, pages[c.Name])));
        var text = new StringWriter(CultureInfo.InvariantCulture);
        var settings = new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n", Encoding = Encoding.UTF8 };
        using (XmlWriter xml = XmlWriter.Create(text, settings))
        {
            root.Save(xml);
        }

        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + text + "\n";
    }

    private static XElement Cmdlet(CmdletInfo cmdlet, HelpPage page) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            Text(Maml + "description", page.Synopsis)),
        Text(Maml + "description", page.Description),
        new XElement(Command + "syntax", cmdlet.ParameterSets.Select(s => Syntax(cmdlet, s))),
        new XElement(Command + "parameters", cmdlet.Parameters.Select(p => Parameter(p, p.Uses.Values.First(), Words(page, p)))),
        new XElement(Command + "inputTypes", new XElement(Command + "inputType", Type("", page.Inputs))),
        new XElement(
            Command + "returnValues",
            new XElement(Command + "returnValue", Type(string.Join(", ", cmdlet.OutputTypes), page.Outputs))),
        page.Notes.Count == 0 ? null : new XElement(Maml + "alertSet", Text(Maml + "alert", page.Notes)),
        new XElement(Command + "examples", page.Examples.Select(Example)),
        new XElement(Command + "relatedLinks", page.Links.Select(l =>
            new XElement(Maml + "navigationLink", new XElement(Maml + "linkText", l), new XElement(Maml + "uri", "")))));

    private static XElement Syntax(CmdletInfo cmdlet, string set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        cmdlet.Parameters
            .Select(p => (Parameter: p, Use: p.Uses.GetValueOrDefault(set) ?? p.Uses.GetValueOrDefault(CmdletReader.AllSets)))
            .Where(p => p.Use is not null)
            .Select(p => Parameter(p.Parameter, p.Use!, [])));

    private static XElement Parameter(ParameterInfo parameter, ParameterUse use, IReadOnlyList<string> words) => new(
        Command + "parameter",
        new XAttribute("required", use.Mandatory ? "true" : "false"),
        new XAttribute("variableLength", "true"),
        new XAttribute("globbing", "false"),
        new XAttribute("pipelineInput", use.PipelineInput),
        new XAttribute("position", use.Position is { } p ? p.ToString(CultureInfo.InvariantCulture) : "named"),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(Maml + "name", parameter.Name),
        Text(Maml + "description", words),
        parameter.Values.Count == 0
            ? null
            : new XElement(Command + "parameterValueGroup", parameter.Values.Select(v =>
                new XElement(Command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), v))),
        parameter.IsSwitch
            ? null
            : new XElement(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"), parameter.TypeName),
        new XElement(Dev + "type", new XElement(Maml + "name", parameter.TypeName), new XElement(Maml + "uri", "")),
        new XElement(Dev + "defaultValue", parameter.IsSwitch ? "False" : "None"));

    private static IReadOnlyList<string> Words(HelpPage page, ParameterInfo parameter) =>
        page.Parameters.TryGetValue(parameter.Name, out IReadOnlyList<string>? words) ? words : [EngineTexts[parameter.Name]];

    private static object[] Type(string name, IReadOnlyList<string> words) =>
    [
        new XElement(Dev + "type", new XElement(Maml + "name", name.Length > 0 ? name : words.FirstOrDefault() ?? "None")),
        Text(Maml + "description", name.Length > 0 ? words : words.Skip(1).ToList()),
    ];

    private static XElement Example(HelpExample example) => new(
        Command + "example",
        new XElement(Maml + "title", $"--- {example.Title} ---"),
        new XElement(Dev + "code", example.Code),
        Text(Dev + "remarks", example.Remarks));

    private static XElement Text(XName name, IReadOnlyList<string> paragraphs) =>
        new(name, paragraphs.Select(p => new XElement(Maml + "para", p)));
}
