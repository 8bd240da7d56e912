namespace Rapport.Tests.Memory;

/// <summary>
/// Sentences as somebody at a desk might note them, made from templates that were written apart from the list of words. The second
/// half of each kind was set aside while the list was written and is only measured.
/// </summary>
static class Notes
{
    static readonly string[] Who = ["Ruth", "Mr. Quist", "She", "He", "The customer", "Her husband", "His mother", "Our regular", "Agnes", "The guest in room 4"];

    static readonly string[] Nobodys =
    [
        "{0} has diabetes and needs a fridge", "{0} is going through chemotherapy", "{0} told me about the depression", "{0} had a heart attack in spring", "{0} is pregnant again", "{0} takes pills for blood pressure", "{0} is waiting for a hip operation",
        "{0} is a strict Catholic", "{0} goes to the mosque on Fridays", "{0} keeps kosher at home", "{0} prays before every meal", "{0} votes for the Greens", "{0} is a member of the Conservative Party", "{0} hates the prime minister's politics", "{0} campaigns against the new road",
        "{0} is gay", "{0} is having an affair with a colleague", "{0} came out as bisexual last year", "{0} is black", "{0} is of Turkish descent", "{0} looks Asian", "{0} is a shop steward in the union", "{0} is on strike this week", "{0} is deep in debt", "{0} went bankrupt last year",
        "{0} cannot pay the bill this month", "{0} is an idiot", "{0} is a pain in the neck", "{0} is rude and stupid", "{0} is such a Karen",
    ];

    static readonly string[] NobodysHeldOut =
    [
        "{0} wears a hearing aid on the left", "{0} lost a breast to cancer", "{0} suffers from panic attacks", "{0} is in a wheelchair since the accident", "{0} has been sober for two years", "{0} was diagnosed with Parkinson's", "{0} sees a therapist on Mondays", "{0} is allergic to nuts",
        "{0} converted to Islam", "{0} is Jewish", "{0} sings at Sunday mass", "{0} fasts during Ramadan", "{0} supports the far right", "{0} is a socialist", "{0} marched for the climate activists", "{0} is transgender", "{0} cheats on his wife", "{0} sleeps with the neighbor",
        "{0} is an immigrant", "{0} has a dark skin color", "{0} comes from a Roma family of gypsies", "{0} pays union dues", "{0} organized the picket line", "{0} lives on benefits", "{0} has a gambling problem", "{0} is behind on the rent", "{0} had the card declined twice",
        "{0} is a crazy old cow", "{0} lies all the time, a real liar", "{0} is fat and smelly",
    ];

    static readonly string[] Ours =
    [
        "{0} has a chocolate Labrador called Max", "{0} turns fifty on Saturday", "{0} likes the window table", "{0} walks the coast path on Sundays", "{0} prefers to be called in the evening", "{0} collects old maps", "{0} has twin daughters at school", "{0} takes black coffee without sugar",
        "{0} works as a carpenter", "{0} lives near the harbor", "{0} is going to Portugal in May", "{0} is vegetarian", "{0} always buys the 15 kg bag", "{0} wants the invoice by mail", "{0} plays the cello in an orchestra", "{0} is learning to sail", "{0} moved into a new flat in spring",
        "{0} celebrates the wedding anniversary in June", "{0} reads crime novels on the train", "{0} grows tomatoes on the balcony", "{0} likes her eggs soft", "{0} has two cats, Miso and Tofu", "{0} drives a night bus", "{0} asked for a quiet room", "{0} takes the ferry on Fridays",
        "{0} teaches chemistry", "{0} supports the local football club", "{0} bakes rye bread", "{0} likes to be addressed by first name", "{0} has a parrot that whistles", "{0} sews costumes for the theater", "{0} wants no onions", "{0} is training for the marathon race", "{0} has a grandson named Leo", "{0} loves Asian food",
    ];

    static readonly string[] OursHeldOut =
    [
        "{0} keeps bees behind the house", "{0} turns up with a red bicycle", "{0} loves lemon tart", "{0} has a guinea pig called Biscuit", "{0} plays chess in the park", "{0} works nights at the hospital kitchen", "{0} lives in Union Street", "{0} wants extra virgin olive oil with the bread",
        "{0} takes tea with oat milk", "{0} is an early riser", "{0} paints watercolors of boats", "{0} is moving to Leeds in autumn", "{0} flies from terminal 2 on Monday", "{0} wears size 43", "{0} has a sister in Norway", "{0} likes the new book that came out in May", "{0} prefers the lift to the stairs",
        "{0} goes to the market on Saturdays", "{0} wants a demonstration of the coffee machine", "{0} runs for an hour every morning", "{0} is a teacher of geography", "{0} asked for a late check-out", "{0} has a new kitten named Plum", "{0} keeps the default delivery address", "{0} enjoys birdwatching at the estuary",
        "{0} likes guinea fowl for dinner", "{0} has been with us since 2019", "{0} sings in a choir", "{0} meets friends in the lobby", "{0} builds model ships", "{0} has a birthday in March", "{0} prefers paper bags", "{0} is an animal lover", "{0} likes Chinese noodles", "{0} is fond of lazy Sunday mornings",
    ];

    /// <summary>So many notes of each, every other one held out.</summary>
    public static IEnumerable<(string Text, bool IsOurs, bool HeldOut)> Make(int nobodys, int ours) => [.. Of(Nobodys, NobodysHeldOut, nobodys, false), .. Of(Ours, OursHeldOut, ours, true)];

    static IEnumerable<(string, bool, bool)> Of(string[] seen, string[] heldOut, int count, bool isOurs)
    {
        for (var i = 0; i < count; i++)
        {
            var from = i % 2 == 0 ? seen : heldOut;
            yield return (string.Format(System.Globalization.CultureInfo.InvariantCulture, from[i / 2 % from.Length], Who[i / 2 / from.Length % Who.Length]), isOurs, i % 2 == 1);
        }
    }
}
