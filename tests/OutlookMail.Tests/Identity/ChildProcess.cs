using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace OutlookMail.Tests.Identity;

/// <summary>This same test program in a process of its own, asked for one explicit test.</summary>
internal static class ChildProcess
{
    public static Process Start(Type type, string method, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && path.EndsWith("dotnet", StringComparison.Ordinal) ? path : "dotnet")
        {
            ArgumentList = { "exec", type.Assembly.Location, "-explicit", "only", "-method", type.FullName + "." + method },
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var child = Process.Start(start)!;
        child.OutputDataReceived += (_, _) => { };
        child.BeginOutputReadLine();
        return child;
    }
}
