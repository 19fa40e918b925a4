#if NETFRAMEWORK
using System;
using System.Collections.Concurrent;
using System.IO;
using System.Reflection;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Shims;

/// <summary>
/// Windows PowerShell has no load contexts: what is asked for and is ours comes from our folder, if it is new enough and
/// has the same key. Logs nothing and never throws, since it hears of every failed load of the process.
/// </summary>
internal static class AssemblyHook
{
    private static readonly string Folder = PrivateAssemblies.FolderBeside(typeof(AssemblyHook).Assembly.Location);
    private static readonly ConcurrentDictionary<string, Assembly?> Answers = new(StringComparer.OrdinalIgnoreCase);

    internal static void Add() => AppDomain.CurrentDomain.AssemblyResolve += Resolve;

    internal static void Remove() => AppDomain.CurrentDomain.AssemblyResolve -= Resolve;

    private static Assembly? Resolve(object? sender, ResolveEventArgs args) => Answers.GetOrAdd(args.Name, Find);

    private static Assembly? Find(string fullName)
    {
        try
        {
            var requested = new AssemblyName(fullName);
            string? path = PrivateAssemblies.PathFor(Folder, requested);
            return path is not null && File.Exists(path) && PrivateAssemblies.Satisfies(requested, AssemblyName.GetAssemblyName(path))
                ? Assembly.LoadFrom(path)
                : null;
        }
        catch (Exception)
        {
            return null;
        }
    }
}
#else
using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Shims;

/// <summary>Answers the Default context's requests for the client and the sandbox out of one private context for the process.</summary>
internal static class AssemblyHook
{
    private static readonly Lazy<PrivateLoadContext> Private = new(
        () => new PrivateLoadContext(PrivateAssemblies.FolderBeside(typeof(AssemblyHook).Assembly.Location)));

    internal static void Add() => AssemblyLoadContext.Default.Resolving += Resolve;

    internal static void Remove() => AssemblyLoadContext.Default.Resolving -= Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName requested) =>
        PrivateAssemblies.IsEntryPoint(requested) ? Private.Value.LoadFromAssemblyName(requested) : null;

    private sealed class PrivateLoadContext : AssemblyLoadContext
    {
        private readonly string folder;
        private readonly ConcurrentDictionary<string, IntPtr> libraries = new(StringComparer.Ordinal);

        internal PrivateLoadContext(string folder)
            : base("OutlookMail.PowerShell") => this.folder = folder;

        // A file of ours, or else null: Model, System.Management.Automation and the framework come from Default.
        protected override Assembly? Load(AssemblyName assemblyName) =>
            PrivateAssemblies.PathFor(folder, assemblyName) is { } path && (WindowsBuildOf(path) ?? path) is var file && File.Exists(file)
                ? LoadFromAssemblyPath(file)
                : null;

        // A package that differs on Windows keeps that build under runtimes/win, beside one that only says it cannot.
        private string? WindowsBuildOf(string path)
        {
            string builds = Path.Combine(folder, "runtimes", "win", "lib");
            return RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && Directory.Exists(builds)
                ? Directory.GetFiles(builds, Path.GetFileName(path), SearchOption.AllDirectories).FirstOrDefault()
                : null;
        }

        // Called once for each imported function, so the handle is kept.
        protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) => libraries.GetOrAdd(unmanagedDllName, Find);

        private IntPtr Find(string name)
        {
            foreach (string rid in Rids())
            {
                foreach (string file in new[] { name, name + ".dll", "lib" + name + ".so", "lib" + name + ".dylib" })
                {
                    string path = Path.Combine(folder, "runtimes", rid, "native", file);
                    if (File.Exists(path))
                    {
                        return LoadUnmanagedDllFromPath(path);
                    }
                }
            }

            return IntPtr.Zero;
        }

        // A .NET that a distribution built itself names the distribution; what it built runs on the portable library too.
        private static string[] Rids()
        {
            string system = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "win" : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "osx" : "linux";
            return new[] { RuntimeInformation.RuntimeIdentifier, system + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant() };
        }
    }
}
#endif
