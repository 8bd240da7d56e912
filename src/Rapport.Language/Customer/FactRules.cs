using System.Text.RegularExpressions;

namespace Rapport.Language.Customer;

/// <summary>A part of a text that a rule takes for a fact.</summary>
readonly record struct RuledSpan(int Start, int Length, string Kind, bool Sensitive)
{
    public int End => Start + Length;
}

/// <summary>
/// Turns of phrase in which people tell of themselves and theirs, whatever the trade. They are asked where the learned tagger sees nothing: it has seen
/// too few examples of the rarer kinds. None looks further than one clause.
/// </summary>
static partial class FactRules
{
    const string Kin = "(?:wife|husband|hubby|partner|fianc[eé]e?|girlfriend|boyfriend|mum|mom|mother|dad|father|parents|grand(?:ma|pa|mother|father|dad|ad|parents|son|sons|daughter|daughters|kids|children)|nan|nana|gran|granny|sons?|daughters?|kids?|child|children|baby|toddlers?|twins|brothers?|sisters?|aunt|auntie|uncle|cousins?|nieces?|nephews?|family|in-laws|(?:mother|father|sister|brother)-in-law|bride|(?:best )?friends?|roommate|flatmate)";
    const string Any = @"(?:(?!to|for|with|and|of|in|at|on|is|was|or|from|by|has|had|about)[\w'’]+ ){0,2}?";
    const string Us = @"(?:i|we|he|she|i['’]m|we['’]re|he['’]s|she['’]s|i['’]ve|we['’]ve|my|our|his|her)";
    const string Few = @"(?:[\w'’]+ ){0,4}?";
    const RegexOptions Plain = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    const int Patience = 30_000, MostRead = 2_000; // repetitions are bounded, so that patience is never needed

    [GeneratedRegex(@"\b" + Us + " " + Few + @"(?:diabet\w+|asthma\w*|allerg\w+|intolerant|epilep\w+|cancer|chemo\w*|pregnan\w+|surgery|operations?|dialysis|insulin|depression|anxiety|panic attacks?|autis\w+|adhd|ptsd|dementia|alzheimer\w*|stroke|heart (?:attack|condition|monitor)|pacemaker|c[o]?eliac|crohn\w*|arthritis|migraines?|miscarriage|shots|jabs?|vaccin\w+|physio\w*|therapy|therapist|medication|meds|broken (?:leg|arm|hip|wrist|foot)|hospital(?:i[sz]ed)?|icu|concussion|covid|pneumonia|(?:sick|ill)(?! of| and tired))\b", Plain, Patience)]
    private static partial Regex Health();

    [GeneratedRegex(@"\b" + Us + " " + Few + @"(?:wheelchair|blind|deaf|disab(?:led|ility)|hearing aids?|guide dog|service dog|crutches|amputee|hard of hearing|visually impaired)\b", Plain, Patience)]
    private static partial Regex Disability();

    [GeneratedRegex(@"\b(?:(?:my|our) " + Any + Kin + @" (?:has |have |had )?(?:just |recently )?(?:died|passed away|passed)|my late " + Kin + @"|lost my " + Kin + @"|(?:my|our) " + Any + @"(?:funeral|memorial)|(?:a|the) funeral)\b", Plain, Patience)]
    private static partial Regex Bereavement();

    [GeneratedRegex(@"\b" + Us + " " + Few + @"(?:kosher|halal|ramadan|sabbath|shabbat|pray|church|mosque|synagogue|priest|pastor|imam|muslims?|jewish|hindus?|sikhs?|catholics?|christians?|baptised|baptized)\b", Plain, Patience)]
    private static partial Regex Religion();

    [GeneratedRegex(@"\b" + Us + " " + Few + @"(?:lost (?:my|his|her|our) jobs?|laid off|unemployed|out of work|in debt|debt counselling|bankrupt\w*|behind on (?:the )?(?:rent|bills)|can(?:['’]t|not) afford|on benefits|made redundant)\b", Plain, Patience)]
    private static partial Regex Finance();

    [GeneratedRegex(@"\b(?:i voted? \w+|i(?:['’]m| am) (?:a |an )?(?:gay|lesbian|bi|bisexual|trans|transgender|queer|non-binary|(?:trade )?union (?:rep|member)|shop steward|refugee|immigrant|activist)|(?:we|i|we['’]re) " + Few + @"(?:refugees?|asylum seekers?|undocumented))\b", Plain, Patience)]
    private static partial Regex Private();

    [GeneratedRegex(@"\b" + Us + " " + Few + @"(?:vegan|vegans|vegetarians?|pescatarian|gluten[- ]free|dairy[- ]free|keto|(?:don['’]t|doesn['’]t|do not|never) eat \w+)\b", Plain, Patience)]
    private static partial Regex Diet();

    [GeneratedRegex(@"\b(?:(?:my|our|his|her|their|a|the) (?:[\w'’]+ ){0,3}?(?:birthday|bday|wedding|anniversary|honeymoon|graduation|baby shower|bachelor(?:ette)? party|hen (?:do|party)|surprise party|christening|retirement party|reunion|engagement)|getting married|(?:my|our) (?:first|last) day)\b(?: (?:is )?(?:on|this|next|tomorrow|tonight|today|in) ?(?:the )?\w*)?", Plain, Patience)]
    private static partial Regex Occasion();

    [GeneratedRegex(@"\b(?:(?:my|our) " + Any + Kin + @"\b(?:['’]s " + Kin + @"\b)?(?: and (?:his |her |my )?" + Kin + @"\b)?|(?:a|an|two|three|four|five|[2-9]|\d+[- ](?:yr|year|month|mo|yo)[- ]?o?l?d?) (?:young |small |little |sick )?(?:kids|children|toddlers?|bab(?:y|ies)|infants?|newborn|twins|grandkids)\b)", Plain, Patience)]
    private static partial Regex Family();

    [GeneratedRegex(@"\b(?:my|our) " + Any + @"(?:dogs?|cats?|pupp(?:y|ies)|kittens?|rabbits?|parrot|horse|hamster|labrador|spaniel|terrier|beagle|poodle|corgi|husky|pug|rescue)\b", Plain, Patience)]
    private static partial Regex Pet();

    [GeneratedRegex(@"\b(?:(?:customer|member|fl[iy]er|client|shopper|flying|flown|shopping|shopped|buying|bought|banking|coming|been) (?:[\w'’]+ ){0,5}?(?:for (?:over |more than |almost |nearly |the last )?(?:[\w+]+ ){1,2}?(?:years|yrs|decades?)|since (?:19|20)\d\d)|(?:loyal|long[- ]?time|gold|platinum|diamond|silver|elite) (?:customer|member|fl[iy]er|shopper|guest|fan|status))\b", Plain, Patience)]
    private static partial Regex Loyalty();

    [GeneratedRegex(@"\b(?:i(?:['’]m| am) an? (?:[\w'’]+ )?(?:teacher|nurse|doctor|paramedic|firefighter|engineer|developer|designer|accountant|lawyer|electrician|plumber|carpenter|chef|baker|waitress|waiter|driver|trucker|pilot|farmer|gardener|florist|hairdresser|musician|writer|journalist|photographer|artist|student|midwife|soldier|librarian|vet|dentist|freelancer)|i work (?:in|at|as|from|nights?|shifts|for) ?(?:[\w'’]+ ){0,2}[\w'’]+|(?:travel|fly|drive|flying|traveling|travelling) (?:\w+ )?for work|business trip|job interview)\b", Plain, Patience)]
    private static partial Regex Work();

    [GeneratedRegex(@"\b(?:i|we)(?:['’]ve)? (?:just |recently )?(?:live|moved|are moving) (?:in|on|at|near|to|into) (?:[\w'’]+ ){0,3}[\w'’]+", Plain, Patience)]
    private static partial Regex Home();

    [GeneratedRegex(@"\bi(?:['’]d| would)? (?:(?:much |really )?(?:prefer|rather)|always (?:take|sit|get|order|use|choose|wear|drink|fly|book)) (?:[\w'’]+ ){0,5}[\w'’]+|\bi (?:don['’]t|do not) want \w+ as (?:the |my )?\w+|\b(?:my|our) (?:usual|favou?rite) (?:[\w'’]+ )?[\w'’]+", Plain, Patience)]
    private static partial Regex Preference();

    [GeneratedRegex(@"\b(?:i(?:['’]m| am) [2-9]\d(?! ?(?:min|hour|hr|week|day|km|mile|%|percent|euro|dollar|pound|cm|kg|or|st|nd|rd|th|f|c)\w*)|(?:my|our) " + Any + Kin + @" (?:is|just turned|turned|turns) \d{1,2})\b", Plain, Patience)]
    private static partial Regex Age();

    [GeneratedRegex(@"\b(?:my|our|a|first) (?:[\w'’]+ ){0,2}?(?:trip|holiday|vacation|cruise|road trip) (?:to|in|around) (?:the )?\w+", Plain, Patience)]
    private static partial Regex Travel();

    static readonly (Regex Rule, string Kind, bool Sensitive)[] rules =
    [
        (Bereavement(), "bereavement", true), (Health(), "health", true), (Disability(), "disability", true), (Religion(), "religion", true), (Finance(), "finance", true), (Private(), "other", true),
        (Diet(), "diet", false), (Occasion(), "occasion", false), (Age(), "age", false), (Family(), "family", false), (Pet(), "pet", false), (Loyalty(), "loyalty", false),
        (Work(), "work", false), (Home(), "home", false), (Preference(), "preference", false), (Travel(), "travel", false),
    ];

    /// <summary>What the rules see, none overlapping another; an earlier rule goes before a later one.</summary>
    public static List<RuledSpan> Find(string text)
    {
        List<RuledSpan> found = [];
        var clean = text.Length > MostRead ? text[..MostRead] : text;
        foreach (var (rule, kind, sensitive) in rules)
            foreach (var match in rule.EnumerateMatches(clean))
            {
                RuledSpan span = new(match.Index, match.Length, kind, sensitive);
                if (!found.Exists(f => f.Start < span.End && span.Start < f.End)) found.Add(span);
            }
        found.Sort((a, b) => a.Start.CompareTo(b.Start));
        return found;
    }
}
