using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;
using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

/// <summary>The other process of the store's tests.</summary>
public sealed class StoreChild
{
    public const int Rounds = 40;

    private const string FolderVariable = "OUTLOOKMAIL_TEST_STORE";
    private const string ModeVariable = "OUTLOOKMAIL_TEST_STORE_MODE";

    internal static Process Start(string folder, string mode) => ChildProcess.Start(
        typeof(StoreChild), nameof(Run), new Dictionary<string, string> { [FolderVariable] = folder, [ModeVariable] = mode });

    [Fact(Explicit = true)]
    public async Task Run()
    {
        var store = TokenStore.File(Environment.GetEnvironmentVariable(FolderVariable)!, LibraryFlavour.Protection);
        await FileTokenStoreTests.CountUp(store, Environment.GetEnvironmentVariable(ModeVariable) == "forever" ? int.MaxValue : Rounds);
    }
}
