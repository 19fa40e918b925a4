using System.Collections.ObjectModel;
using System.Management.Automation.Host;

namespace System.Management.Automation;

public abstract class PSCmdlet : Cmdlet
{
    public PSHost Host => Engine.Host;

    public PSEventManager Events => Engine.Events;

    public CommandInvocationIntrinsics InvokeCommand => Engine.InvokeCommand;

    public SessionState SessionState => Engine.SessionState;

    public InvocationInfo MyInvocation => Engine.Invocation;

    public PagingParameters PagingParameters => Engine.Paging;

    public string ParameterSetName => Engine.ParameterSetName;

    public Collection<string> GetResolvedProviderPathFromPSPath(string path, out ProviderInfo provider) =>
        SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider);

    public string GetUnresolvedProviderPathFromPSPath(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

    public object? GetVariableValue(string name) => Engine.Variables.TryGetValue(name, out object? value) ? value : null;
}
