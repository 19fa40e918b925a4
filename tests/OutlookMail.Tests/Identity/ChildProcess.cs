using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace OutlookMail.Tests.Identity;

/// <summary>This same test program in a process of its own.</summary>
internal static class ChildProcess
{
    public const string Argument = "--child";

    /// <summary>Asked for one explicit test.</summary>
    public static Process Start(Type type, string method, IReadOnlyDictionary<string, string> environment)
    {
        var child = Start(type, ["-explicit", "only", "-method", type.FullName + "." + method], environment);
        child.OutputDataReceived += (_, _) => { };
        child.BeginOutputReadLine();
        return child;
    }

    /// <summary>Asked for a child that <see cref="Program"/> knows; nobody reads its output or writes its input yet.</summary>
    public static Process Start(Type type, IReadOnlyDictionary<string, string> environment) => Start(type, [Argument, type.Name], environment);

    private static Process Start(Type type, string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && path.EndsWith("dotnet", StringComparison.Ordinal) ? path : "dotnet")
        {
            ArgumentList = { "exec", type.Assembly.Location },
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        Array.ForEach(arguments, start.ArgumentList.Add);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
