using Rapport;
using Rapport.Workspace.Commands;

// `./run -- replay …` and `dotnet Rapport.dll -- replay …` mean the same.
if (args is ["--", .. var rest]) args = rest;
return CommandLine.Asks(args) ? await CommandLine.Run(args) : await RapportHost.Run(args);
