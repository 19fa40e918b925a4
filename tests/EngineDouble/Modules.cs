using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;

namespace System.Management.Automation
{
    public interface IModuleAssemblyInitializer
    {
        void OnImport();
    }

    public interface IModuleAssemblyCleanup
    {
        void OnRemove(PSModuleInfo psModuleInfo);
    }

    public sealed class PSModuleInfo
    {
        internal PSModuleInfo()
        {
        }
    }

    public class InvocationInfo
    {
        internal InvocationInfo()
        {
        }

        public Dictionary<string, object?> BoundParameters { get; } = new(StringComparer.OrdinalIgnoreCase);

        public bool ExpectingInput { get; internal set; }
    }

    /// <summary>A script block is a delegate here: what it is given, and what it outputs.</summary>
    public class ScriptBlock
    {
        private readonly Func<object[], IEnumerable<object>> body;

        internal ScriptBlock(Func<object[], IEnumerable<object>> body) => this.body = body;

        public Collection<PSObject> Invoke(params object[] args) => new(body(args).Select(o => new PSObject(o)).ToList());

        /// <summary>The values of the variables are what the delegate is given: $_ first.</summary>
        public Collection<PSObject> InvokeWithContext(
            System.Collections.IDictionary? functionsToDefine, List<PSVariable> variablesToDefine, params object[] args) =>
            Invoke(variablesToDefine.Select(v => v.Value!).ToArray());
    }

    public class PSVariable
    {
        public PSVariable(string name, object? value)
        {
            Name = name;
            Value = value;
        }

        public string Name { get; }

        public virtual object? Value { get; set; }
    }

    public static class LanguagePrimitives
    {
        public static bool IsTrue(object? obj) => obj switch
        {
            PSObject wrapped => IsTrue(wrapped.BaseObject),
            bool truth => truth,
            string text => text.Length > 0,
            System.Collections.IList { Count: 0 } => false,
            System.Collections.IList { Count: 1 } one => IsTrue(one[0]),
            int number => number != 0,
            _ => obj is not null,
        };
    }

    public enum CompletionResultType
    {
        Text,
        History,
        Command,
        ProviderItem,
        ProviderContainer,
        Property,
        Method,
        ParameterName,
        ParameterValue,
    }

    public class CompletionResult
    {
        public CompletionResult(string completionText, string listItemText, CompletionResultType resultType, string toolTip)
        {
            ArgumentException.ThrowIfNullOrEmpty(completionText);
            ArgumentException.ThrowIfNullOrEmpty(listItemText);
            ArgumentException.ThrowIfNullOrEmpty(toolTip);
            CompletionText = completionText;
            ListItemText = listItemText;
            ResultType = resultType;
            ToolTip = toolTip;
        }

        public string CompletionText { get; }

        public string ListItemText { get; }

        public CompletionResultType ResultType { get; }

        public string ToolTip { get; }
    }

    public interface IArgumentCompleter
    {
        IEnumerable<CompletionResult> CompleteArgument(
            string commandName, string parameterName, string wordToComplete, Language.CommandAst commandAst, System.Collections.IDictionary fakeBoundParameters);
    }
}

namespace System.Management.Automation.Language
{
    public class CommandAst
    {
        internal CommandAst()
        {
        }
    }
}

namespace System.Management.Automation.Runspaces
{
    public abstract class Runspace
    {
        // The engine keeps it per thread: the body's threads have none.
        [ThreadStatic]
        private static Runspace? current;

        public static Runspace DefaultRunspace
        {
            get => current!;
            set => current = value;
        }

        public Guid InstanceId { get; } = Guid.NewGuid();
    }

    internal sealed class DoubleRunspace : Runspace
    {
    }
}
