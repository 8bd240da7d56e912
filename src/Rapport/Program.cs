using Rapport;
using Rapport.Workspace.Commands;

return CommandLine.Asks(args) ? await CommandLine.Run(args) : await RapportHost.Run(args);
