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
