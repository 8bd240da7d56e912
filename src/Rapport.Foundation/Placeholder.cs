namespace Rapport.Foundation;
internal static class Placeholder;
