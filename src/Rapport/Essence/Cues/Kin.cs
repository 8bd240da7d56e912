namespace Rapport.Essence.Cues;

/// <summary>Words that say what animal it is without naming it.</summary>
static class Kin
{
    static readonly Dictionary<string, string> Known = new (string Animal, string Words)[]
    {
        ("dog", "labrador retriever spaniel terrier poodle doodle puppy pup beagle collie dachshund greyhound whippet bulldog pug husky malamute dalmatian schnauzer rottweiler chihuahua corgi mastiff vizsla weimaraner mudi hound mutt pooch"),
        ("cat", "kitten kitty tomcat tabby siamese ragdoll sphynx moggy"),
        ("bird", "budgie parrot canary cockatiel parakeet finch"),
        ("rabbit", "bunny"),
        ("fish", "goldfish guppy tetra betta koi aquarium"),
        ("horse", "pony mare gelding foal"),
        ("child", "son daughter kid toddler baby grandson granddaughter nephew niece"),
    }.SelectMany(k => k.Words.Split(' ').Select(word => (Word: word, k.Animal))).ToDictionary(k => k.Word, k => k.Animal, StringComparer.Ordinal);

    public static string? Of(string word) => Known.GetValueOrDefault(word) ?? Known.GetValueOrDefault(Library.Phrases.One(word));
}
