using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Loader;

/// <summary>The shipped load context over the shipped folder, in this process.</summary>
public class PrivateContextTests
{
    [Fact]
    public void What_lies_in_the_private_folder_loads_there_and_Model_comes_from_Default()
    {
        string bin = Path.Combine(Build.StagedModule, "bin", "net8.0");
        AssemblyLoadContext context = NewContext(bin);

        Assembly client = context.LoadFromAssemblyName(new AssemblyName("OutlookMail.Client"));
        Assembly msal = context.LoadFromAssemblyName(new AssemblyName("Microsoft.Identity.Client"));
        Type session = client.GetExportedTypes().SelectMany(t => t.GetMethods()).SelectMany(m => m.GetParameters())
            .First(p => p.ParameterType.Name == nameof(OutlookSession)).ParameterType;

        Assert.Same(context, AssemblyLoadContext.GetLoadContext(client));
        Assert.Same(context, AssemblyLoadContext.GetLoadContext(msal));
        Assert.NotSame(typeof(Client.OutlookClient).Assembly, client);
        Assert.Same(typeof(OutlookSession), session);
    }

    [Fact]
    public void What_is_not_in_the_folder_is_not_loaded_there()
    {
        AssemblyLoadContext context = NewContext(Path.Combine(Build.StagedModule, "bin", "net8.0"));

        Assert.Throws<FileNotFoundException>(() => context.LoadFromAssemblyName(new AssemblyName("Absent.Assembly")));
        Assert.Same(typeof(OutlookSession).Assembly, context.LoadFromAssemblyName(typeof(OutlookSession).Assembly.GetName()));
        Assert.Empty(context.Assemblies);
    }

    private static AssemblyLoadContext NewContext(string bin)
    {
        // Not collectible and never unloaded, as in the engine.
        Assembly cmdlets = new AssemblyLoadContext("staged cmdlets").LoadFromAssemblyPath(Path.Combine(bin, "OutlookMail.PowerShell.dll"));
        Type type = cmdlets.GetType("OutlookMail.PowerShell.Shims.AssemblyHook")!.GetNestedType("PrivateLoadContext", BindingFlags.NonPublic)!;
        return (AssemblyLoadContext)Activator.CreateInstance(
            type, BindingFlags.Instance | BindingFlags.NonPublic, null, [Path.Combine(bin, "private")], null)!;
    }
}
