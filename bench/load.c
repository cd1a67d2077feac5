/* load - speaks Engine.IO 4 and Socket.IO 5 to a server as many clients at once, and measures it. One thread, epoll.
 *
 *   load PORT TICKETS QUESTIONS [plain]
 *
 * TICKETS: a file with one "session ticket" a line; each line becomes one open socket, from one of several loopback
 * addresses. QUESTIONS: ids to vote for, joined by commas. "plain": no auth is sent, and the CONNECT answer already means
 * ready (a peer that knows no sessions); else the first snapshot does.
 *
 * It connects all, prints a line of JSON, then obeys commands on stdin and answers each with a line of JSON:
 *   votes SECS WINDOW   every client keeps WINDOW acknowledged votes under way: cast, withdraw, next question
 *   fanout SECS HZ      HZ votes a second by clients in turn; how long until all have been told a version that holds each
 *   stall K             the last K clients stop reading (0: all read on)
 *   idle SECS           answer pings only
 *   quit
 * Latencies are milliseconds: "ack" from a vote to its answer, "last" from a vote to its delivery to the last client that
 * reads, "after_ack" the same from the answer on. A server's answer is {"ok":true,"version":V}; what it tells everybody is
 * delta {"version":V,...}, or more, and holds every vote answered with V or less.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ADDRESSES 16      /* source addresses 127.0.0.2 and on: each has its own 28,000 ports */
#define AT_ONCE 128       /* handshakes under way: fewer than any backlog */
#define HEAD 192          /* of a longer message only so much is looked at; the rest is counted and dropped */
#define WINDOW_MAX 64
#define VERSIONS (1 << 16) /* versions whose deliveries are counted at once */

enum state { UNUSED, CONNECTING, UPGRADING, OPENING, JOINING, READY, DEAD };

struct client {
    int fd;
    enum state state;
    int stalled;
    uint64_t since;                /* when it began to connect */
    uint64_t skip;                 /* bytes of the message at hand that are still to come */
    int kept;                      /* bytes in rest: the beginning of something incomplete */
    char rest[HEAD + 16];
    uint32_t acks_wanted, votes;   /* number of the next command; votes sent, which says what the next is */
    struct vote *open[WINDOW_MAX]; /* by number of the command */
    int64_t version;               /* that it was told last; -1 before the first delta */
    const char *session, *ticket;
};

struct vote { uint64_t sent, answered; int64_t version; };
struct told { int64_t version; uint64_t at; };   /* the last client has heard of it */
struct list { double *at; size_t count, room; };

static struct client *clients;
static int count, port, plain, poller, under_way, ready, dead, stalled, next_voter;
static char *questions[4096];
static int question_count, keep_voting;
static unsigned run;
static struct { int64_t version; int clients; } heard[VERSIONS];
static struct told *told;
static size_t told_count, told_room;
static struct list acks, last, after_ack, handshakes;
static uint64_t answered, refused, deltas, others, bytes;
static char input[1 << 18];

static void die(const char *what) { perror(what); exit(1); }

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static double cpu_seconds(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void *grown(void *array, size_t used, size_t *room, size_t size)
{
    if (used < *room)
        return array;
    *room = *room ? *room * 2 : 4096;
    if (!(array = realloc(array, *room * size)))
        die("realloc");
    return array;
}

static void note(struct list *list, double ms)
{
    list->at = grown(list->at, list->count, &list->room, sizeof *list->at);
    list->at[list->count++] = ms;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_latency(const char *name, struct list *list)
{
    if (!list->count)
        return;
    qsort(list->at, list->count, sizeof *list->at, by_value);
    size_t end = list->count - 1;
    printf(",\"%s\":{\"count\":%zu,\"p50\":%.3f,\"p99\":%.3f,\"max\":%.3f}", name, list->count, list->at[end / 2],
           list->at[(size_t)(end * .99)], list->at[end]);
}

/* -- one client -------------------------------------------------------------------------------------------------------- */

static void lose(struct client *c)
{
    if (c->state == DEAD)
        return;
    if (c->state == READY)
        ready--;
    else
        under_way--;
    if (c->stalled)
        stalled--;
    close(c->fd);
    c->state = DEAD;
    dead++;
}

static void watch(struct client *c, int how, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.u32 = c - clients};
    if (epoll_ctl(poller, how, c->fd, &event))
        die("epoll_ctl");
}

static void put(struct client *c, const void *data, size_t size)
{
    if (send(c->fd, data, size, MSG_NOSIGNAL) != (ssize_t)size)
        lose(c); /* it reads none of what little we send */
}

static void put_text(struct client *c, const char *text, size_t size)
{
    unsigned char frame[1024] = {0x81}; /* masked, as clients must, with a key of zeros */
    size_t head = 2;
    if (size < 126) {
        frame[1] = 0x80 | size;
    } else {
        frame[1] = 0x80 | 126;
        frame[2] = size >> 8;
        frame[3] = size;
        head = 4;
    }
    memcpy(frame + head + 4, text, size);
    put(c, frame, head + 4 + size);
}

static void begin(struct client *c)
{
    int yes = 1;
    struct linger at_once = {1, 0}; /* no port waits after its end */
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002 + (c - clients) % ADDRESSES)};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if ((c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) < 0)
        die("socket");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    setsockopt(c->fd, SOL_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    if (bind(c->fd, (struct sockaddr *)&from, sizeof from))
        die("bind");
    if (connect(c->fd, (struct sockaddr *)&to, sizeof to) && errno != EINPROGRESS)
        die("connect");
    c->state = CONNECTING;
    c->since = now();
    under_way++;
    watch(c, EPOLL_CTL_ADD, EPOLLOUT);
}

static void upgrade(struct client *c)
{
    char request[400];
    int size = snprintf(request, sizeof request,
                        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: Upgrade\r\n"
                        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n",
                        port);
    watch(c, EPOLL_CTL_MOD, EPOLLIN);
    c->state = UPGRADING;
    put(c, request, size);
}

static void join(struct client *c)
{
    char text[600];
    int size = plain ? sprintf(text, "40")
                     : snprintf(text, sizeof text, "40{\"session\":\"%s\",\"ticket\":\"%s\"}", c->session, c->ticket);
    c->state = JOINING;
    put_text(c, text, size);
}

static void joined(struct client *c)
{
    note(&handshakes, (now() - c->since) / 1e6);
    c->state = READY;
    under_way--;
    ready++;
}

static void vote(struct client *c, struct vote *vote)
{
    char text[400];
    uint32_t number = c->acks_wanted++;
    int who = c - clients;
    const char *question = questions[(who + c->votes / 2) % question_count];
    int size = snprintf(text, sizeof text, "42%u[\"qa_queue.%s\",{\"question_id\":\"%s\",\"command_id\":\"%x-%d-%u\"}]", number,
                        c->votes % 2 ? "withdraw_vote" : "cast_vote", question, run, who, c->votes);
    c->votes++;
    vote->sent = now();
    vote->version = -1;
    c->open[number % WINDOW_MAX] = vote;
    put_text(c, text, size);
}

/* -- what the server says ---------------------------------------------------------------------------------------------- */

static int64_t version_in(const char *text, size_t size)
{
    const char *found = memmem(text, size, "\"version\":", 10);
    return found ? strtoll(found + 10, 0, 10) : -1;
}

static void on_answer(struct client *c, const char *text, size_t size)
{
    struct vote *of = c->open[strtoul(text, 0, 10) % WINDOW_MAX];
    if (!of)
        return;
    of->answered = now();
    of->version = version_in(text, size);
    note(&acks, (of->answered - of->sent) / 1e6);
    answered++;
    if (!memmem(text, size, "\"ok\":true", 9)) {
        if (!refused++)
            fprintf(stderr, "load: refused: %.*s\n", (int)(size < 100 ? size : 100), text);
    }
    if (keep_voting)
        vote(c, of);
}

/* Whoever is told a version holds all before it, too: different workers tell different ones. */
static void has_heard(struct client *c, int64_t version)
{
    int64_t complete = -1;
    if (version < 0)
        return;
    for (int64_t v = c->version < 0 || c->version < version - VERSIONS ? version : c->version + 1; v <= version; v++) {
        size_t at = v % VERSIONS;
        if (heard[at].version != v) {
            heard[at].version = v;
            heard[at].clients = 0;
        }
        if (++heard[at].clients == ready - stalled)
            complete = v;
    }
    c->version = version;
    if (complete >= 0) {
        told = grown(told, told_count, &told_room, sizeof *told);
        told[told_count++] = (struct told){complete, now()};
    }
}

static void on_delta(struct client *c, const char *text, size_t size)
{
    deltas++;
    has_heard(c, version_in(text, size));
}

static void on_text(struct client *c, const char *text, size_t size)
{
    if (size > 2 && text[0] == '4' && text[1] == '3') {
        on_answer(c, text + 2, size - 2);
    } else if (size > 8 && !memcmp(text, "42[\"delta", 9)) {
        on_delta(c, text, size);
    } else if (size > 11 && !memcmp(text, "42[\"snapshot", 12)) {
        others++;
        if (c->state == JOINING)
            joined(c);
        else
            has_heard(c, version_in(text, size));
    } else if (size && text[0] == '2') {
        put_text(c, "3", 1);
    } else if (size && text[0] == '0' && c->state == OPENING) {
        join(c);
    } else if (size > 1 && text[0] == '4' && text[1] == '0') {
        if (plain && c->state == JOINING)
            joined(c);
    } else if (size > 1 && text[0] == '4' && text[1] != '2') {
        fprintf(stderr, "load: the server says %.*s\n", (int)(size < 100 ? size : 100), text);
        lose(c);
    } else {
        others++;
    }
}

/* One frame at text, of which size bytes are here; 0: not enough of it yet. Of a long message the head is enough. */
static size_t take_frame(struct client *c, char *text, size_t size)
{
    if (size < 2)
        return 0;
    const unsigned char *byte = (unsigned char *)text;
    uint64_t length = byte[1] & 127;
    size_t head = length < 126 ? 2 : length == 126 ? 4 : 10;
    if (size < head)
        return 0;
    if (head > 2) {
        length = 0;
        for (size_t i = 2; i < head; i++)
            length = length << 8 | byte[i];
    }
    uint64_t here = size - head < length ? size - head : length;
    if (here < length && here < HEAD)
        return 0;
    if ((byte[0] & 15) == 8) {
        lose(c);
        return size;
    }
    char after = text[head + here]; /* there is room for it: input ends with a spare byte */
    text[head + here] = 0;
    on_text(c, text + head, here);
    text[head + here] = after;
    c->skip = length - here;
    return head + here;
}

static void receive(struct client *c)
{
    size_t kept = c->kept, at = 0;
    memcpy(input, c->rest, kept);
    ssize_t got = recv(c->fd, input + kept, sizeof input - kept - 1, 0);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN)
            lose(c);
        return;
    }
    bytes += got;
    size_t size = kept + got;
    c->kept = 0;
    if (c->state == UPGRADING) {
        input[size] = 0;
        char *end = strstr(input, "\r\n\r\n");
        if (!end || strncmp(input, "HTTP/1.1 101", 12)) { /* our loopback never splits it */
            fprintf(stderr, "load: no upgrade: %.80s\n", input);
            lose(c);
            return;
        }
        at = end + 4 - input;
        c->state = OPENING;
    }
    while (at < size && c->state != DEAD) {
        if (c->skip) {
            size_t less = c->skip < size - at ? c->skip : size - at;
            c->skip -= less;
            at += less;
            continue;
        }
        size_t taken = take_frame(c, input + at, size - at);
        if (!taken) {
            c->kept = size - at;
            memcpy(c->rest, input + at, c->kept);
            return;
        }
        at += taken;
    }
}

static void turn(int ms)
{
    static struct epoll_event events[512];
    int got = epoll_wait(poller, events, 512, ms);
    for (int i = 0; i < got; i++) {
        struct client *c = &clients[events[i].data.u32];
        if (c->state == DEAD)
            continue;
        if (c->state == CONNECTING && events[i].events & EPOLLOUT && !(events[i].events & EPOLLERR))
            upgrade(c);
        else if (c->stalled || c->state == CONNECTING)
            lose(c);
        else
            receive(c);
    }
}

/* -- commands ---------------------------------------------------------------------------------------------------------- */

static void forget(void)
{
    acks.count = last.count = after_ack.count = told_count = 0;
    answered = refused = deltas = others = bytes = 0;
    for (int i = 0; i < VERSIONS; i++)
        heard[i].version = -1;
}

static void quiet(double wait)
{
    for (uint64_t before = ~0ull, until = now() + 5000000000ull; before != bytes && now() < until;) {
        before = bytes;
        for (uint64_t end = now() + (uint64_t)(wait * 1e9); now() < end;)
            turn(5);
    }
}

static void close_line(void)
{
    printf(",\"refused\":%lu,\"ready\":%d,\"dead\":%d,\"stalled\":%d}\n", refused, ready, dead, stalled);
    fflush(stdout);
}

static void do_votes(double seconds, int window)
{
    window = window < 1 ? 1 : window < WINDOW_MAX ? window : WINDOW_MAX;
    struct vote *slots = calloc((size_t)count * window, sizeof *slots); /* kept for ever: an answer may come late */
    if (!slots)
        die("calloc");
    uint64_t start = now(), warm = start + (uint64_t)(seconds * 2e8), stop = start + (uint64_t)(seconds * 1e9);
    keep_voting = 1;
    for (int i = 0; i < count; i++)
        for (int j = 0; j < window && clients[i].state == READY && !clients[i].stalled; j++)
            vote(&clients[i], &slots[(size_t)i * window + j]);
    while (now() < warm)
        turn(5);
    acks.count = 0;
    uint64_t counted = answered, told_before = deltas, from = now();
    double cpu = cpu_seconds();
    while (now() < stop)
        turn(5);
    double took = (now() - from) / 1e9;
    counted = answered - counted;
    told_before = deltas - told_before;
    cpu = cpu_seconds() - cpu;
    keep_voting = 0;
    quiet(.2);
    printf("{\"job\":\"votes\",\"clients\":%d,\"window\":%d,\"seconds\":%.3f,\"votes_per_second\":%.0f,\"votes\":%lu,"
           "\"deltas_per_second\":%.0f,\"client_cpu\":%.2f",
           ready, window, took, counted / took, answered, told_before / took, cpu / took);
    print_latency("ack", &acks);
    close_line();
}

static void do_fanout(double seconds, double hz)
{
    size_t wanted = (size_t)(seconds * hz);
    struct vote *votes = calloc(wanted + 1, sizeof *votes); /* kept for ever: an answer may come late */
    size_t vote_count = 0;
    if (!votes)
        die("calloc");
    uint64_t start = now(), stop = start + (uint64_t)(seconds * 1e9);
    double cpu = cpu_seconds();
    while (now() < stop) {
        while (vote_count < wanted && now() >= start + (uint64_t)(vote_count / hz * 1e9)) {
            struct client *c = &clients[next_voter++ % count];
            if (c->state == READY && !c->stalled)
                vote(c, &votes[vote_count++]);
        }
        int64_t wait = (int64_t)(start + (uint64_t)(vote_count / hz * 1e9)) - (int64_t)now();
        turn(vote_count >= wanted ? 5 : wait > 1000000 ? (int)(wait / 1000000) : 0);
    }
    double took = (now() - start) / 1e9;
    cpu = cpu_seconds() - cpu;
    uint64_t in_time = deltas;
    quiet(1); /* a server may rest as long between two broadcasts to many */
    size_t at = 0, missed = 0;
    for (size_t i = 0; i < vote_count; i++) {
        struct vote *v = &votes[i];
        while (at < told_count && told[at].version < v->version)
            at++;
        if (v->version < 0 || at == told_count) {
            missed++;
            continue;
        }
        note(&last, (told[at].at - v->sent) / 1e6);
        note(&after_ack, told[at].at > v->answered ? (told[at].at - v->answered) / 1e6 : 0);
    }
    printf("{\"job\":\"fanout\",\"clients\":%d,\"hz\":%.1f,\"seconds\":%.3f,\"deliveries_per_second\":%.0f,\"deliveries\":%lu,"
           "\"broadcasts\":%zu,\"missed\":%zu,\"bytes\":%lu,\"client_cpu\":%.2f",
           ready, hz, took, in_time / took, deltas, told_count, missed, bytes, cpu / took);
    print_latency("last", &last);
    print_latency("after_ack", &after_ack);
    print_latency("ack", &acks);
    close_line();
}

static void do_stall(int wanted)
{
    int small = 4096;
    for (int i = 0; i < count; i++) {
        struct client *c = &clients[i];
        int stall = i >= count - wanted;
        if (c->state != READY || c->stalled == stall)
            continue;
        if (stall)
            setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
        watch(c, EPOLL_CTL_MOD, stall ? 0 : EPOLLIN);
        c->stalled = stall;
        stalled += stall ? 1 : -1;
    }
    printf("{\"job\":\"stall\"");
    close_line();
}

static void connect_all(void)
{
    int begun = 0;
    uint64_t start = now();
    while (ready + dead < count && now() < start + 60000000000ull) {
        while (begun < count && under_way < AT_ONCE)
            begin(&clients[begun++]);
        turn(100);
    }
    double took = (now() - start) / 1e9;
    quiet(.3);
    printf("{\"job\":\"connect\",\"clients\":%d,\"seconds\":%.3f,\"per_second\":%.0f", count, took, ready / took);
    print_latency("handshake", &handshakes);
    close_line();
}

static void read_tickets(const char *path)
{
    char session[256], ticket[256];
    size_t room = 0;
    FILE *file = fopen(path, "r");
    if (!file)
        die(path);
    while (fscanf(file, "%255s %255s", session, ticket) == 2) {
        clients = grown(clients, count, &room, sizeof *clients);
        clients[count++] = (struct client){.session = strdup(session), .ticket = strdup(ticket), .version = -1};
    }
    fclose(file);
}

int main(int argc, char **argv)
{
    struct rlimit files;
    if (argc < 4) {
        fprintf(stderr, "usage: load PORT TICKETS QUESTIONS [plain]\n");
        return 2;
    }
    port = atoi(argv[1]);
    read_tickets(argv[2]);
    for (char *id = strtok(argv[3], ","); id && question_count < 4096; id = strtok(0, ","))
        questions[question_count++] = id;
    plain = argc > 4 && !strcmp(argv[4], "plain");
    if (!count || !question_count) {
        fprintf(stderr, "load: no tickets, or no questions\n");
        return 2;
    }
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    run = (unsigned)(now() >> 10); /* command ids never repeat, whoever voted before */
    if ((poller = epoll_create1(0)) < 0)
        die("epoll_create1");
    connect_all();

    struct epoll_event event = {.events = EPOLLIN}, got;
    int commands = epoll_create1(0); /* stdin, unless it is a file, which is always ready */
    int from_file = epoll_ctl(commands, EPOLL_CTL_ADD, 0, &event);
    setvbuf(stdin, 0, _IONBF, 0);
    for (char line[128], word[16];;) {
        double first = 1, second = 1;
        while (!from_file && epoll_wait(commands, &got, 1, 0) == 0)
            turn(10);
        if (!fgets(line, sizeof line, stdin) || sscanf(line, "%15s %lf %lf", word, &first, &second) < 1 || !strcmp(word, "quit"))
            return 0;
        first = first < 0 ? 0 : first;
        forget();
        if (!strcmp(word, "stall")) {
            do_stall((int)first);
            continue;
        }
        first = first > 60 ? 60 : first;
        if (!strcmp(word, "votes"))
            do_votes(first, (int)second);
        else if (!strcmp(word, "fanout"))
            do_fanout(first, second > 0 ? second : 1);
        else {
            for (uint64_t stop = now() + (uint64_t)(first * 1e9); now() < stop;)
                turn(10);
            printf("{\"job\":\"idle\",\"messages\":%lu", others + deltas);
            close_line();
        }
    }
}
