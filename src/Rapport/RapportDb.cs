using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Rapport.Access;
using Rapport.Bonds;
using Rapport.Bonds.Lanes;
using Rapport.Bonds.Leaving;
using Rapport.Channels.Chat;
using Rapport.Channels.Mail;
using Rapport.Customers;
using Rapport.Customers.Alike;
using Rapport.Customers.Groups;
using Rapport.Customers.Merging;
using Rapport.Desk;
using Rapport.Essence;
using Rapport.Essence.Attention;
using Rapport.Essence.Moments;
using Rapport.Essence.Team;
using Rapport.Essence.Cues;
using Rapport.Essence.Discretion;
using Rapport.Essence.Library;
using Rapport.Essence.Observing;
using Rapport.Essence.Sorting;
using Rapport.Foundation;
using Rapport.Foundation.Search;
using Rapport.Handovers;
using Rapport.Memory;
using Rapport.Memory.Erasing;
using Rapport.Memory.Merging;
using Rapport.Memory.Own;
using Rapport.Promoters;
using Rapport.Roles;
using Rapport.Roles.Charters;
using Rapport.Roles.Coding;
using Rapport.Roles.Maps;

namespace Rapport;

/// <summary>Every room's things in one database.</summary>
public sealed class RapportDb(DbContextOptions<RapportDb> options, Errands errands, TimeProvider time, Actor actor, Kept? kept = null) : FoundationDb(options, errands, time, actor, kept)
{
    static readonly Lazy<IModel> onSqlite = new(() => WorkOut(new DbContextOptionsBuilder<RapportDb>().UseSqlite("Data Source=:memory:").Options));
    static readonly Lazy<IModel> onPostgres = new(() => WorkOut(new DbContextOptionsBuilder<RapportDb>().UseNpgsql("Host=nowhere").Options));

    /// <summary>What EF Core knows of our things. Working it out takes half of a start, so it is done once and beside everything else.</summary>
    public static IModel ModelOn(bool postgres) => (postgres ? onPostgres : onSqlite).Value;

    protected override ImmutableArray<Type> OfPlainRows => plain;

    static readonly ImmutableArray<Type> plain = [typeof(Customer), typeof(Address), typeof(Conversation), typeof(Message), typeof(Original), typeof(Letter), typeof(LetterSighting), typeof(SearchEntry), typeof(LogEntry), typeof(Errand)];

    static IModel WorkOut(DbContextOptions<RapportDb> options)
    {
        using var db = new RapportDb(options, new Errands(), TimeProvider.System, new Actor());
        return db.Model;
    }

    public DbSet<SearchEntry> SearchEntries => Set<SearchEntry>();
    public DbSet<Basket> Baskets => Set<Basket>();
    public DbSet<OwnInterest> OwnInterests => Set<OwnInterest>();

    public DbSet<Person> People => Set<Person>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    public DbSet<VisitorToken> VisitorTokens => Set<VisitorToken>();

    public DbSet<Customer> Customers => Set<Customer>();
    public DbSet<Address> Addresses => Set<Address>();
    public DbSet<Merge> Merges => Set<Merge>();
    public DbSet<MergedRow> MergedRows => Set<MergedRow>();
    public DbSet<Likeness> Likenesses => Set<Likeness>();
    public DbSet<CustomerGroup> CustomerGroups => Set<CustomerGroup>();
    public DbSet<GroupMember> GroupMembers => Set<GroupMember>();

    public DbSet<ContactType> ContactTypes => Set<ContactType>();
    public DbSet<FunctionStep> FunctionSteps => Set<FunctionStep>();
    public DbSet<RefusedRule> RefusedRules => Set<RefusedRule>();
    public DbSet<PaidHours> PaidHours => Set<PaidHours>();
    public DbSet<JobRole> JobRoles => Set<JobRole>();
    public DbSet<Charter> Charters => Set<Charter>();
    public DbSet<DrawnMap> Maps => Set<DrawnMap>();

    public DbSet<TextToCode> TextsToCode => Set<TextToCode>();
    public DbSet<TextGivers> TextGivers => Set<TextGivers>();
    public DbSet<TextCode> TextCodes => Set<TextCode>();
    public DbSet<Coder> Coders => Set<Coder>();
    public DbSet<OwnList> OwnLists => Set<OwnList>();

    public DbSet<Design> Designs => Set<Design>();
    public DbSet<Weave> Weaves => Set<Weave>();

    public DbSet<Conversation> Conversations => Set<Conversation>();
    public DbSet<Message> Messages => Set<Message>();
    public DbSet<Note> Notes => Set<Note>();
    public DbSet<Resolution> Resolutions => Set<Resolution>();
    public DbSet<StepCompletion> StepCompletions => Set<StepCompletion>();
    public DbSet<Promise> Promises => Set<Promise>();
    public DbSet<FeltWait> FeltWaits => Set<FeltWait>();
    public DbSet<Understanding> Understandings => Set<Understanding>();
    public DbSet<Confirmation> Confirmations => Set<Confirmation>();
    public DbSet<Draft> Drafts => Set<Draft>();
    public DbSet<HeldReply> HeldReplies => Set<HeldReply>();
    public DbSet<Original> Originals => Set<Original>();
    public DbSet<Attachment> Attachments => Set<Attachment>();
    public DbSet<Presence> Presences => Set<Presence>();
    public DbSet<Told> Told => Set<Told>();
    public DbSet<LostLine> LostLines => Set<LostLine>();
    public DbSet<Speaker> Speakers => Set<Speaker>();

    public DbSet<Visit> Visits => Set<Visit>();

    public DbSet<Mailbox> Mailboxes => Set<Mailbox>();
    public DbSet<MailboxFolder> MailboxFolders => Set<MailboxFolder>();
    public DbSet<Trial> MailTrials => Set<Trial>();
    public DbSet<Channels.Mail.SigningIn.Provider> MailProviders => Set<Channels.Mail.SigningIn.Provider>();
    public DbSet<Channels.Mail.SigningIn.MailSignIn> MailSignIns => Set<Channels.Mail.SigningIn.MailSignIn>();
    public DbSet<MailSeal> MailSeals => Set<MailSeal>();
    public DbSet<LiveNode> LiveNodes => Set<LiveNode>();
    public DbSet<MailWatch> MailWatches => Set<MailWatch>();
    public DbSet<Letter> Letters => Set<Letter>();
    public DbSet<LetterSighting> LetterSightings => Set<LetterSighting>();
    public DbSet<LetterPart> LetterParts => Set<LetterPart>();
    public DbSet<ChosenReaders> ChosenReaders => Set<ChosenReaders>();
    public DbSet<MailParticipant> MailParticipants => Set<MailParticipant>();
    public DbSet<OutgoingLetter> OutgoingLetters => Set<OutgoingLetter>();

    public DbSet<Moment> Moments => Set<Moment>();
    public DbSet<ToldMoment> ToldMoments => Set<ToldMoment>();
    public DbSet<ToldFor> ToldFor => Set<ToldFor>();
    public DbSet<Correction> Corrections => Set<Correction>();
    public DbSet<LostOpenings> LostOpenings => Set<LostOpenings>();
    public DbSet<FinishedWeeks> FinishedWeeks => Set<FinishedWeeks>();
    public DbSet<AttentionSource> AttentionSources => Set<AttentionSource>();
    public DbSet<NotesCounted> NotesCounted => Set<NotesCounted>();
    public DbSet<ObservationAsk> ObservationAsks => Set<ObservationAsk>();
    public DbSet<Observation> Observations => Set<Observation>();
    public DbSet<Sitting> Sittings => Set<Sitting>();
    public DbSet<Tidbit> Tidbits => Set<Tidbit>();
    public DbSet<ToldTidbit> ToldTidbits => Set<ToldTidbit>();
    public DbSet<ChoiceReason> ChoiceReasons => Set<ChoiceReason>();
    public DbSet<Question> Questions => Set<Question>();
    public DbSet<ShownCue> ShownCues => Set<ShownCue>();
    public DbSet<ClosedCue> ClosedCues => Set<ClosedCue>();
    public DbSet<CueMute> CueMutes => Set<CueMute>();
    public DbSet<CueBudget> CueBudgets => Set<CueBudget>();
    public DbSet<DeniedWord> DeniedWords => Set<DeniedWord>();
    public DbSet<Gesture> Gestures => Set<Gesture>();
    public DbSet<Allowance> Allowances => Set<Allowance>();
    public DbSet<Spend> Spends => Set<Spend>();
    public DbSet<SpendReason> SpendReasons => Set<SpendReason>();
    public DbSet<Handover> Handovers => Set<Handover>();
    public DbSet<BriefLine> BriefLines => Set<BriefLine>();
    public DbSet<Assist> Assists => Set<Assist>();
    public DbSet<Cover> Covers => Set<Cover>();
    public DbSet<Gap> Gaps => Set<Gap>();
    public DbSet<ReadGap> ReadGaps => Set<ReadGap>();

    public DbSet<Bond> Bonds => Set<Bond>();
    public DbSet<NoBonds> NoBonds => Set<NoBonds>();
    public DbSet<Lane> Lanes => Set<Lane>();
    public DbSet<PersonChoice> PersonChoices => Set<PersonChoice>();
    public DbSet<LaneAsk> LaneAsks => Set<LaneAsk>();
    public DbSet<WarmIntroduction> Introductions => Set<WarmIntroduction>();
    public DbSet<InQuestion> InQuestions => Set<InQuestion>();

    public DbSet<Remembered> Remembered => Set<Remembered>();
    public DbSet<MemoryConsent> MemoryConsents => Set<MemoryConsent>();
    public DbSet<OwnConsent> OwnConsents => Set<OwnConsent>();
    public DbSet<DeclinedProposal> DeclinedProposals => Set<DeclinedProposal>();
    public DbSet<OwnPage> OwnPages => Set<OwnPage>();
    public DbSet<Erasure> Erasures => Set<Erasure>();

    public DbSet<Survey> Surveys => Set<Survey>();
    public DbSet<Ask> Asks => Set<Ask>();
    public DbSet<CustomerAnswer> CustomerAnswers => Set<CustomerAnswer>();
    public DbSet<SaidWords> SaidWords => Set<SaidWords>();
    public DbSet<Recall> Recalls => Set<Recall>();
    public DbSet<NoAsking> NoAsking => Set<NoAsking>();
    public DbSet<SaidConnection> SaidConnections => Set<SaidConnection>();
}
