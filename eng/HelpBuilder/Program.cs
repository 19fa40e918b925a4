using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace OutlookMail.HelpBuilder;

/// <summary>
/// docs/en-US/*.md and the built cmdlets' DLL → the MAML and about topics that Get-Help reads. Syntax, types, positions,
/// aliases and pipeline input come from the DLL, words from the pages, so neither can say something the other does not know.
/// </summary>
internal static class Program
{
    private const string AssemblyName = "OutlookMail.PowerShell";

    private static int Main(string[] args)
    {
        if (args is not ["--docs", var docs, "--module", var module])
        {
            Console.Error.WriteLine("usage: HelpBuilder --docs <folder> --module <folder>");
            return 2;
        }

        string culture = new DirectoryInfo(docs).Name;
        IReadOnlyList<CmdletInfo> cmdlets = CmdletReader.Read(Path.Combine(module, "bin", "net8.0"), AssemblyName);
        Dictionary<string, HelpPage> pages = Directory.GetFiles(docs, "*-*.md").Select(HelpPage.Read).ToDictionary(p => p.Name);
        List<string> complaints = HelpCheck.Complaints(cmdlets, pages).ToList();
        foreach (string complaint in complaints)
        {
            // MSBuild reads this shape as an error of the build.
            Console.Error.WriteLine($"{docs} : error HELP001: {complaint}");
        }

        if (complaints.Count > 0)
        {
            return 1;
        }

        string into = Path.Combine(module, culture);
        Directory.CreateDirectory(into);
        var written = new HashSet<string>();
        written.Add(Replace(Path.Combine(into, AssemblyName + ".dll-Help.xml"), MamlWriter.Write(cmdlets, pages)));
        foreach (string about in Directory.GetFiles(docs, "about_*.md"))
        {
            string file = Path.Combine(into, Path.GetFileNameWithoutExtension(about) + ".help.txt");
            written.Add(Replace(file, AboutTopic.Render(File.ReadAllText(about))));
        }

        foreach (string stale in Directory.GetFiles(into).Where(f => !written.Contains(f)))
        {
            File.Delete(stale);
        }

        return 0;
    }

    // An unchanged file keeps its time, so that nothing downstream runs again.
    private static string Replace(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }

        return path;
    }
}
