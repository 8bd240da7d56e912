namespace Rapport.Essence.Library;

/// <summary>
/// What only a friend may ask, by what it is about. A word that is harmless in most shops (party, race, court, operation) stands here only with the
/// company that makes it pry: “court+judge” wants both, wherever they stand; “partner -duet” none with a duet in it; a full stop is the end of
/// all that is asked, so “race are you .” is found in “What race are you?” and not in “What race are you running next?”. What is asked most in German, French, Spanish,
/// Italian, Dutch, Portuguese and Polish stands in a list of its own, in plain letters: an English word that pries may be a harmless one there (“Dose”, “parole”).
/// </summary>
public static class Prying
{
    public sealed record Subject(string Code, string About, string[] Signs, string[] Elsewhere);

    public static readonly IReadOnlyList<Subject> Subjects =
    [
        Of("prying-age", "somebody's age",
            ["old are you, your age, age are you, year were you born, date of birth, birth date, birthday year, year+born, year+school, year+graduate*, retired yet, you retire, how old do you, what generation, old is the bride, old is the groom, old is your wife, old is your husband"],
            "wie alt sind sie, wie alt bist du, ihr alter ., quel age avez, quel age as, quel age vous avez, votre age, ton age, cuantos anos tiene ., cuantos anos tiene usted, que edad tiene ., quanti anni ha ., quanti anni hai, che eta ha ., hoe oud bent, hoe oud ben je, uw leeftijd, quantos anos voce, quantos anos tem ., que idade tem ., sua idade, ile ma pan lat, ile ma pani lat, ile pan ma lat, ile pani ma lat, ile lat ma pan, ile masz lat"),
        Of("prying-health", "health",
            ["your health, illness, ill, sick, disease, diagnos*, disab*, wheelchair, medic*, hospital, therap*, pills, tablets+take, surgery, surgeon, symptom*, allerg*, deaf, depress*, anxiety, mental, in pain, cancer, chemo*, tumor, tumour, insulin, diabet*, asthma, epilep*, autis*, adhd, dyslexi*, hiv, dementia, miscarr*, menopaus*, vaccin*, psychiatr*, psychologist, prescri*, disorder, syndrome, a stroke, limp, condition do you have, your condition, blood pressure, heart attack, heart trouble, about your heart, with your heart, treated for, treatment for, injection, dose, hearing aid, the test for, test result, test positive, to live ., have left ., got left .",
            "your operation, an operation, operation+recover, your doctor, doctor say, doctor said, doctor tell, doctor told, a doctor, to the doctor, clinical trial, you blind, going blind, go blind, blind in, born blind, wrong with your back, wrong with your eyes, wrong with your leg, wrong with your hand, wrong with him, wrong with her, happened to your leg, happened to your arm, happened to your hand, happened to your face, happened to your eye"],
            "sind sie krank, bist du krank, welche krankheit, ihre krankheit, etes vous malade, vous etes malade, quelle maladie, esta enferm*, que enfermedad, e malat*, quale malattia, bent u ziek, ben je ziek, welke ziekte, esta doente, que doenca, pan choruje, pani choruje, choruje pan, diabet*, depress*, allerg*"),
        Of("prying-pregnancy", "pregnancy and children to come",
            ["pregnan*, you expecting ., expecting a baby, expecting a child, she expecting, you due ., she due ., baby due, due date, far along are, have children, have kids, having kids, having children, children yet, kids yet, having a baby, have a baby, want children, want kids, want a baby, more kids, more children, another baby, another child, trying for, fertility, ivf, start a family, starting a family, give+little brother, give+little sister, biological clock, breastfe*, contracept*, birth control, who is the father, is he adopted, is she adopted, are they adopted, you adopted ., abort*"],
            "schwanger*, haben sie kinder, hast du kinder, enceinte, avez vous des enfants, vous avez des enfants, embarazad*, tiene hijos, tienes hijos, incinta, ha figli, hai figli, zwanger*, heeft u kinderen, heb je kinderen, gravid*, tem filhos, w ciazy, ma pan dzieci, ma pani dzieci, masz dzieci"),
        Of("prying-body", "the body",
            ["you weigh ., you weigh now, your weight, lose weight, lost weight, put on weight, gain* weight, weight did you, weight have you, overweight, your diet, on a diet, diet are you, slim*, are you fat, so fat, too fat, get fat, got fat, tall are you, dress size, bra, size were you, before the baby, your body, skin color, skin colour, your skin, hair real, real hair, hair your own, your hair fall*, your hair start*, hair loss, losing your hair, bald*, wig, scar, your tattoo, tattoo mean, your figure, calories+you, so heavy ., heavy are you, so thin, skinny, much have you put on, much have you lost, pounds have you, kilos have you, botox, your breasts"],
            "wie viel wiegen sie, wieviel wiegen sie, wie viel wiegst du, ihr gewicht, combien pesez, vous pesez, cuanto pesa ., quanto pesa ., hoeveel weegt u, voce pesa, pan wazy, pani wazy"),
        Of("prying-money", "money",
            ["earn, earned, earning, salary, income, wage, afford, you rich, how rich are, get rich, rich family, you poor, poor family, debt, bankrupt*, mortgage, rent do you, your rent, pay for it, cost you, how much money, in the bank, savings, you saved, got saved, credit score, inherit*, bonus, pension, are you worth, house worth, after tax, pay you, get paid, you paid ., are you paid, do you make ., do you make a year, much do you make, much does he make, much does she make, owe, loan, alimony, much did+leave you, bank account, your account, food stamps"],
            "verdienen sie, verdienst du, ihr gehalt, combien gagnez, combien vous gagnez, votre salaire, cuanto gana ., cuanto gana usted, su sueldo, su salario, quanto guadagna, suo stipendio, verdient u, verdien je, uw salaris, voce ganha, seu salario, pan zarabia, pani zarabia, zarabiasz"),
        Of("prying-religion", "religion",
            ["religio*, mosque, synagogue, god, pray*, faith, believe in, christian, muslim*, islam*, jewish, jew, hindu*, buddhist, sikh*, atheis*, agnostic, catholic*, protestant*, mormon*, evangelical*, bible, quran, koran, kosher, halal, ramadan, baptize*, baptise*, jesus, your soul, to confession, born again, hijab, headscarf, church do you go, church do you attend, church+attend, church+belong, your church, church are you, temple do you go, temple+attend, temple+belong, your temple, to church, to temple"],
            "religi*, glauben sie an, croyez vous en, cree en dios, cree usted en, crede in dio, gelooft u, acredita em deus, wierzy pan, wierzy pani, muslim*, katholisch, catholique, catolic*, cattolic*"),
        Of("prying-politics", "politics",
            ["vote for, voted, you vote, you voting, your vote -cake -song -photo -picture -name, politic*, party+vote, party+support, party+belong, party+member, party are you in, party are you with, the election, last election, next election, this election, election+vote, the president -club -society, this president, our president, prime minister, the government, this government, are you left or right, you left wing, you right wing, left wing or, right wing or, conservative, a liberal, are you liberal, republican, a democrat, socialist, communist, tory, immigration, brexit, referendum, gun control, death penalty, union member, in a union, in the union"],
            "politi*, polity*, wen haben sie gewahlt, wen wahlen sie, welche partei, avez vous vote, vous votez, por quien vot*, a quien vot*, chi ha votato, chi vota, gestemd, quem votou, quem voce vot*, glosowal*"),
        Of("prying-origin", "where somebody's family is from",
            ["really from, originally from, where are you from, where do you come from, country are you, country were you, were you born, born here, born in, born abroad, your parents from, parents come from, your family from, family come from, emigrat*, immigrat*, immigrant, migrant, refugee, asylum, your accent, accent from, that accent, accent is, nationality, citizen*, ethnic*, race are you ., race is he ., race is she ., race are they ., race do you belong, race do you identify, mixed race, your people, your roots, your heritage, your background, native language, native tongue, mother tongue, first language, foreigner, you foreign, sound foreign, foreign name, your country, home country, to this country, your passport, passport do you, passport are you, visa, green card, work permit, residence permit, name is that, real name, caste, tribe"],
            "woher kommen sie, woher kommst du, kommen sie her, kommen sie eigentlich, sind sie geboren, ihr akzent, d'ou venez, d'ou vous venez, venez vous d'ou, votre accent, vos origines, de donde es ., de donde es usted, de donde eres, su acento, di dove e ., da dove viene ., suo accento, komt u vandaan, kom je vandaan, de onde voce, de onde e ., seu sotaque, skad pan, skad pani, skad jestes, skad pochodz*"),
        Of("prying-love", "love and whom somebody lives with",
            ["you married, been married, married before, married yet, not married, marry again, ever marry, husband, wife, boyfriend, girlfriend, partner -duet -duo -danc* -double -tennis -business -sparring -running -training -climbing -bridge -crime, you single, still single, been single, being single, single mother, single mom, single father, single dad, single parent, divorc*, you separated, your ex, break up with, broke up, break up ., split up ., dating, gay, lesbian, bisexual, queer, transgender, trans, you straight ., straight or gay, sexual*, sex, sleep with, sleeps with, sleep on the sofa, your orientation, orientation are you, live alone, living alone, live with you, you live with, you living with, you in love, your gender, man or woman, seeing anyone, seeing anybody, seeing someone, seeing somebody, you together ., two together ., a couple ., did you come out ., your love life, relationship, not with you, still alone, all alone, you alone ., childless, an affair, cheat* on"],
            "verheiratet, ihr mann, ihre frau, leben sie allein, wohnen sie allein, sind sie single, etes marie, etes mariee, etes vous marie, etes vous mariee, votre mari, votre femme, vivez vous seul, esta casad*, es casad*, su marido, su esposa, vive sol*, e sposat*, suo marito, sua moglie, vive da sol*, getrouwd, uw man, uw vrouw, woont u alleen, e casad*, seu marido, sua esposa, mora sozinh*, zonaty, zamezna, pana zona, pani maz"),
        Of("prying-grief", "loss",
            ["died, did+die, die of, dying, death -metal -nile, dead -sea, funeral, widow*, passed away, pass away, your late, late husband, lost your, lose your mother, lose your father, lose your son, lose your daughter, lose your child, lose your parents, buried, cremat*, suicide, mourning, grieving"],
            "gestorben, verwitwet, witwe*, est mort, est morte, veuf, veuve, viud*, ha muerto, vedov*, e morto, e morta, overleden, weduw*, morreu, viuv*, zmarl*, wdow*"),
        Of("prying-law", "trouble with the law",
            ["arrest*, prison, jail, convict*, lawyer, court case, court date, court order, in court -food -tennis -squash, go to court, taken to court, take+to court, court+judge, court+appear*, police -novel -series -book, legal trouble, criminal record, a criminal, on trial, your trial, stand trial, trial+judge, trial+accus*, charged with, probation, on bail, parole, sued, lawsuit, restraining order, locked up, did you do time"],
            "vorbestraft, im gefangnis, en prison, la carcel, in prigione, de gevangenis, na prisao, w wiezieniu"),
        Of("prying-work", "whether somebody has work",
            ["unemployed, out of work, lose your job, lost your job, get fired, got fired, you fired, laid off, let you go, don't you work, you not working, aren't you working, on benefits, on welfare, on the dole, sacked, redundan*, jobless, have a job, find a job, real job, quit your job"],
            "arbeitslos*, au chomage, desemplead*, disoccupat*, werkloos, desempregad*, bezrobotn*"),
        Of("prying-drink", "drink and drugs",
            ["drink alcohol, alcohol+you, alcoholic, drunk, drugs, cocaine, marijuana, cannabis, smoke weed, you smoke -salmon -meat -fish -ham -cheese -wood -grill, your smoking, you smoking, cigarettes+day, addict*, sober, rehab, gambl*, units+drink, drink a day, drink a week, drinks a day, drinks a week, much do you drink, last drink, last have a drink, hungover, hangover, overdose"],
            "alkohol*, alcool, rauchen sie, rauchst du, fumez vous, vous fumez, fuma usted, fuma ., rookt u, pali pan, pali pani"),
        Of("prying-safety", "what only a thief would want to know",
            ["home alone, at home alone, nobody at home, no one at home, nobody home, no one home, house empty, your address, where do you live, street do you live, which street, house number, when are you away, be away ., password, your pin, pin code, pin number, security question, maiden name, mother maiden, alarm code, your alarm, door code, spare key, valuables, keep your cash, keep your money, keep your jewel*, card number, social security, school does he go, school does she go"],
            "wo wohnen sie, wo wohnst du, ihre adresse, passwort, ou habitez, vous habitez ou, votre adresse, mot de passe, donde vive ., donde vive usted, su direccion, contrasena, dove abita, dove vive ., suo indirizzo, woont u ., waar woont u, waar woon je, uw adres, wachtwoord, voce mora, onde mora ., seu endereco, sua senha, pan mieszka, pani mieszka, haslo"),
    ];

    /// <summary>The first sign that stands in these words, as it was written there.</summary>
    /// <param name="words">The question.</param>
    /// <param name="subject">What it may pry into.</param>
    /// <param name="elsewhere">It is in another language, where English words mean other things.</param>
    public static string? Said(string[] words, Subject subject, bool elsewhere)
    {
        string[] toTheEnd = [.. words, "."];
        return (elsewhere ? subject.Elsewhere : subject.Signs.Concat(subject.Elsewhere)).Select(sign => Find(toTheEnd, sign)).FirstOrDefault(said => said is not null);
    }

    static string? Find(string[] words, string sign)
    {
        var parts = sign.Split(" -");
        if (parts.Skip(1).Any(harmless => Phrases.Find(words, [harmless]) is not null)) return null;
        var said = parts[0].Split('+').Select(phrase => Phrases.Find(words, phrase.Split(' '))).ToList();
        return said.Contains(null) ? null : string.Join("” with “", said.Select(s => s!.TrimEnd(' ', '.')));
    }

    static Subject Of(string code, string about, string[] signs, string elsewhere) => new(code, about, [.. signs.SelectMany(s => s.Split(", "))], elsewhere.Split(", "));
}
