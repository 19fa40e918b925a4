using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace OutlookMail.Tests.Architecture;

/// <summary>The repository that this test assembly was built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>The value of an AssemblyMetadata item of this project.</summary>
    public static string Metadata(string key) => typeof(SourceTree).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value ?? string.Empty;

    /// <summary>C# files below a folder of the repository, generated ones left out; paths relative to the root, with "/".</summary>
    public static IEnumerable<string> CSharpFiles(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
        .Where(path => !path.Split('/').Any(part => part is "obj" or "bin"));

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    /// <summary>Lines of a file for which a test fails, as "path(line): text".</summary>
    public static IEnumerable<string> Find(IEnumerable<string> files, Func<string, bool> predicate) =>
        from file in files
        from line in Lines(file).Select((text, index) => (Text: text, Number: index + 1))
        where predicate(line.Text)
        select $"{file}({line.Number}): {line.Text.Trim()}";
}
