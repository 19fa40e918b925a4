using System.Management.Automation;
using OutlookMail.PowerShell.Shims;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>The engine calls it in each runspace that imports or removes the module.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly object Gate = new();
    private static int imports;

    public void OnImport()
    {
        lock (Gate)
        {
            if (imports++ == 0)
            {
                AssemblyHook.Add();
            }
        }
    }

    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (Gate)
        {
            // Other runspaces of the process may still hold the module: the last one takes the hook away.
            if (imports > 0 && --imports == 0)
            {
                AssemblyHook.Remove();
            }
        }
    }
}
