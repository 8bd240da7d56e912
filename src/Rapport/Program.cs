using Rapport;

return await RapportHost.Run(args);
