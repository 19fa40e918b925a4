using System.Collections;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Security;

namespace System.Management.Automation
{
    public class CommandNotFoundException : RuntimeException
    {
        public CommandNotFoundException(string message)
            : base(message)
        {
        }
    }

    public sealed class PSCredential
    {
        public PSCredential(string userName, SecureString password)
        {
            UserName = userName;
            Password = password;
        }

        public string UserName { get; }

        public SecureString Password { get; }
    }

    /// <summary>Knows no command of its own: a test says what scripts answer.</summary>
    public class CommandInvocationIntrinsics
    {
        internal CommandInvocationIntrinsics()
        {
        }

        internal Func<string, object[], object[]>? Answer { get; set; }

        public Collection<PSObject> InvokeScript(string script, bool useNewScope, PipelineResultTypes writeToPipeline, IList? input, params object[] args)
        {
            object[] answer = Answer?.Invoke(script, args)
                ?? throw new CommandNotFoundException("The term is not recognized as a name of a cmdlet, function, script file, or executable program.");
            return new Collection<PSObject>(answer.Select(o => new PSObject(o)).ToList());
        }
    }
}

namespace System.Management.Automation.Runspaces
{
    [Flags]
    public enum PipelineResultTypes
    {
        None,
        Output,
        Error,
    }
}
