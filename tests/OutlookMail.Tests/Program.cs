using System;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Tests.Identity;
using OutlookMail.Tests.Registration;
using OutlookMail.Tests.SignIn;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace OutlookMail.Tests;

/// <summary>The tests; or, by <see cref="ChildProcess"/>, the other process of one of them.</summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is [ChildProcess.Argument, var child])
        {
            await (child switch
            {
                nameof(RefreshChild) => RefreshChild.RunAsync(),
                nameof(DyingChild) => DyingChild.RunAsync(),
                nameof(KilledRotation) => KilledRotation.RunAsync(),
                _ => throw new ArgumentOutOfRangeException(nameof(args), child, "There is no such child."),
            });
            return 0;
        }

        // What xunit.v3's own entry point does.
        return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
    }
}
