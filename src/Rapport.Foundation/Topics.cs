using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Rapport.Foundation;

/// <summary>
/// Tells browsers which topics changed; they fetch the new state themselves, so a lost notice costs nothing after reconnecting.
/// Topics that many follow (the inbox) are told at most once a second, a conversation at once.
/// </summary>
public sealed class Topics(TimeProvider time) : IDisposable
{
    /// <summary>Everything may have changed: fetch it all.</summary>
    public const string All = "*";

    const string Ping = "";
    static readonly TimeSpan Beat = TimeSpan.FromSeconds(20), Pace = TimeSpan.FromSeconds(1);

    // Most topics have one follower or two, so plain lists under one lock: a concurrent dictionary each would be most of what an open page costs.
    readonly Lock gate = new();
    readonly Dictionary<string, List<Listener>> followers = new(StringComparer.Ordinal);
    readonly HashSet<Listener> everyone = [];
    readonly ConcurrentDictionary<string, Paced> paced = new(StringComparer.Ordinal);
    ITimer? heart;

    TimeProvider Clock => time;

    Action<string>? told;
    Action<Guid, bool>? lineChanged;

    /// <summary>Calls this for every topic told on this node: for caches that must let go.</summary>
    public void OnTold(Action<string> hear)
    {
        lock (gate) told += hear;
    }

    /// <summary>Calls this when a person's first line on this node opens, and when their last one has gone.</summary>
    public void OnLineChanged(Action<Guid, bool> hear)
    {
        lock (gate) lineChanged += hear;
    }

    public int Listeners
    {
        get { lock (gate) return everyone.Count; }
    }

    int people;

    readonly Dictionary<Guid, int> lines = [];

    /// <summary>Whether this person has a page open on this node.</summary>
    public bool IsHere(Guid person)
    {
        lock (gate) return lines.ContainsKey(person);
    }

    /// <summary>Everybody who has a page open on this node.</summary>
    public Guid[] Here()
    {
        lock (gate) return [.. lines.Keys];
    }

    /// <summary>Whether this person has a line more or less changes who is here.</summary>
    bool Count(Guid person, int change)
    {
        var before = lines.GetValueOrDefault(person);
        if (before + change == 0) lines.Remove(person);
        else lines[person] = before + change;
        return before == 0 || before + change == 0;
    }

    /// <summary>Whether a person of the house has a page open on this node.</summary>
    public bool SomebodyListens => Volatile.Read(ref people) > 0;

    public void Publish(string topic)
    {
        told?.Invoke(topic);
        if (topic == All) TellEveryone(All);
        else if (topic.Contains(':', StringComparison.Ordinal)) Tell(topic);
        else paced.GetOrAdd(topic, t => new Paced(this, t)).Publish();
    }

    /// <summary>Ends the lines of one person, whose rights have changed; browsers come back and are checked again.</summary>
    public void Close(Guid person)
    {
        lock (gate)
        {
            foreach (var listener in everyone)
                if (listener.Person == person) listener.Close();
        }
    }

    public Listener Follow(IReadOnlyCollection<string> topics, Guid? person)
    {
        var listener = new Listener(this, topics, person);
        if (person is not null) Interlocked.Increment(ref people);
        var came = false;
        lock (gate)
        {
            came = person is { } who && Count(who, 1);
            heart ??= time.CreateTimer(_ => TellEveryone(Ping), null, Beat, Beat);
            everyone.Add(listener);
            foreach (var topic in topics)
            {
                if (followers.TryGetValue(topic, out var listeners)) listeners.Add(listener);
                else followers[topic] = new(1) { listener };
            }
        }
        if (came) lineChanged?.Invoke(person!.Value, true);
        return listener;
    }

    void TellEveryone(string topic)
    {
        lock (gate)
        {
            foreach (var listener in everyone) listener.Tell(topic);
        }
    }

    /// <summary>Telling only puts a name into the listener's channel, so it is short enough for the lock.</summary>
    void Tell(string topic)
    {
        lock (gate)
        {
            if (!followers.TryGetValue(topic, out var listeners)) return;
            foreach (var listener in listeners) listener.Tell(topic);
        }
    }

    void Leave(Listener listener)
    {
        var gone = false;
        lock (gate)
        {
            if (!everyone.Remove(listener)) return;
            gone = listener.Person is { } who && Count(who, -1);
            foreach (var topic in listener.Topics)
                if (followers.TryGetValue(topic, out var listeners) && listeners.Remove(listener) && listeners.Count == 0) followers.Remove(topic);
        }
        if (listener.Person is not null) Interlocked.Decrement(ref people);
        if (gone) lineChanged?.Invoke(listener.Person!.Value, false);
    }

    public void Dispose()
    {
        heart?.Dispose();
        foreach (var pace in paced.Values) pace.Dispose();
        lock (gate)
        {
            foreach (var listener in everyone) listener.Close();
        }
    }

    /// <summary>One browser's line.</summary>
    public sealed class Listener : IDisposable
    {
        readonly Topics owner;
        readonly Channel<string> news;
        int missed;

        internal Listener(Topics owner, IReadOnlyCollection<string> topics, Guid? person)
        {
            (this.owner, Topics, Person) = (owner, topics, person);
            news = Channel.CreateBounded<string>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => missed = 1);
        }

        internal IReadOnlyCollection<string> Topics { get; }
        internal Guid? Person { get; }

        /// <summary>True once after somebody read so slowly that names had to be dropped: then everything is to be fetched.</summary>
        public bool HasMissedSome() => Interlocked.Exchange(ref missed, 0) == 1;

        /// <summary>Topic names as they change; an empty one is a sign of life.</summary>
        public ChannelReader<string> News => news.Reader;

        internal void Tell(string topic) => news.Writer.TryWrite(topic);

        internal void Close() => news.Writer.TryComplete();

        public void Dispose() => owner.Leave(this);
    }

    Listener[] FollowersOf(string topic)
    {
        lock (gate) return followers.TryGetValue(topic, out var listeners) ? [.. listeners] : [];
    }

    /// <summary>
    /// The first change is told at once, what follows within a second as one. Where many follow, they are told bit by bit over that
    /// second: told all at once, they would all fetch at once, and whoever waits for a conversation would wait behind them.
    /// </summary>
    sealed class Paced : IDisposable
    {
        const int AtOnce = 40, Steps = 20;
        static readonly TimeSpan Step = Pace / (Steps + 1);

        readonly Lock gate = new();
        readonly Topics owner;
        readonly string topic;
        readonly ITimer timer;
        Listener[] round = [];
        int told, step;
        bool resting, again;

        public Paced(Topics owner, string topic)
        {
            (this.owner, this.topic) = (owner, topic);
            timer = owner.Clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void Publish()
        {
            lock (gate)
            {
                if (resting) again = true;
                else Begin();
            }
        }

        void Begin()
        {
            (resting, again, told, step) = (true, false, 0, 0);
            round = owner.FollowersOf(topic);
            TellSome();
        }

        void Wake()
        {
            lock (gate)
            {
                if (told < round.Length) TellSome();
                else if (again) Begin();
                else (resting, round) = (false, []);
            }
        }

        void TellSome()
        {
            var until = Math.Min(round.Length, told + Math.Max(AtOnce, (round.Length + Steps - 1) / Steps));
            while (told < until) round[told++].Tell(topic);
            step++;
            timer.Change(told < round.Length ? Step : Pace - (Step * (step - 1)), Timeout.InfiniteTimeSpan);
        }

        public void Dispose() => timer.Dispose();
    }
}
