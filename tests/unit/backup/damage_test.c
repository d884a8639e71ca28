/* damage_test.c — a damaged, shortened, foreign, newer or locked backup is told for what it is. */
#include "backup_fixture.h"

#include <fcntl.h>
#include <sys/stat.h>

static char folder[] = "/tmp/steward-damage.XXXXXX";
static char whole[80], broken[80], locked[80], keyed[80];

static char *bytes_of(struct ctx *cx, const char *path, size_t *ret_n)
{
    struct stat st;
    int fd = open(path, O_RDONLY);
    if (fd < 0 || fstat(fd, &st) != 0)
        return NULL;
    char *bytes = arena_alloc(cx->arena, (size_t)st.st_size + 1);
    *ret_n = read(fd, bytes, (size_t)st.st_size) == st.st_size ? (size_t)st.st_size : 0;
    close(fd);
    return bytes;
}

static void write_to(const char *path, const char *bytes, size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    OK(fd >= 0 && write(fd, bytes, n) == (ssize_t)n && close(fd) == 0, "a file of %zu bytes", n);
}

/* What verifying says of the broken file. */
static const char *verdict(const struct seal_secret *secret)
{
    static char code[16];
    struct ctx cx = tap_ctx();
    struct backup_facts facts;
    bool good = backup_verify(&cx, broken, secret, &facts);
    snprintf(code, sizeof code, "%s", good ? "good" : tap_code(&cx));
    tap_ctx_free(&cx);
    return code;
}

static bool flip(size_t at, char with)
{
    char c = 0;
    int fd = open(broken, O_RDWR);
    bool done = fd >= 0 && pread(fd, &c, 1, (off_t)at) == 1;
    c = (char)(c ^ with);
    done = done && pwrite(fd, &c, 1, (off_t)at) == 1;
    return fd >= 0 && close(fd) == 0 && done;
}

/* Every byte of the beginning and the end, and many between. */
static void test_every_byte(struct ctx *cx, const char *path, const struct seal_secret *secret)
{
    size_t n = 0, missed = 0, tried = 0;
    const char *bytes = bytes_of(cx, path, &n);
    write_to(broken, bytes, n);
    EQ_TEXT(verdict(secret), "good");
    for (size_t at = 0; at < n; at += at < 150 || at + 60 > n ? 1 : 257) {
        bool turned = flip(at, 1 << at % 8);
        const char *said = verdict(secret);
        if (!turned || strncmp(said, "BAK-0", 5) != 0) {
            tap_note("byte %zu of %zu: %s", at, n, said);
            missed++;
        }
        tried++;
        if (!flip(at, 1 << at % 8))
            missed++;
    }
    EQ_TEXT(verdict(secret), "good");
    OK(missed == 0 && tried > 20, "one changed byte is found, wherever it is: %zu tried", tried);
}

static void test_short(struct ctx *cx)
{
    size_t n = 0, missed = 0;
    const char *bytes = bytes_of(cx, whole, &n);
    for (size_t keep = 0; keep < n; keep += keep < 40 ? 1 : n / 97) {
        write_to(broken, bytes, keep);
        const char *said = verdict(NULL);
        missed += strcmp(said, "BAK-05") != 0 && !(keep < 90 && strcmp(said, "BAK-02") == 0);
    }
    EQ_INT(missed, 0);
    write_to(broken, bytes, n);
    FILE *f = fopen(broken, "a");
    OK(f && fputc('x', f) == 'x' && fclose(f) == 0, "one byte more");
    EQ_TEXT(verdict(NULL), "BAK-04");
}

/* Parts that are whole, each in another place: the digests hang together. */
static void test_swapped(struct ctx *cx)
{
    size_t n = 0, size;
    char *bytes = bytes_of(cx, whole, &n), *first = strchr(bytes, '\n') + 1;
    size = 5 + 32 +
           ((size_t)(unsigned char)first[0] | (size_t)(unsigned char)first[1] << 8 |
            (size_t)(unsigned char)first[2] << 16);
    OK((size_t)(first - bytes) + 2 * size <= n, "there are two full parts");
    char *second = first + size, *kept = arena_alloc(cx->arena, size);
    memcpy(kept, first, size);
    memcpy(first, second, size);
    memcpy(second, kept, size);
    write_to(broken, bytes, n);
    EQ_TEXT(verdict(NULL), "BAK-04");
}

static void test_foreign(void)
{
    static const struct {
        const char *bytes, *code;
    } files[] = {
        {"", "BAK-02"},
        {"PK\x03\x04 a workbook", "BAK-02"},
        {"{\"steward_backup\":3,\"program\":\"steward 9\"}\n", "BAK-03"},
        {"{\"steward_backup\":1", "BAK-05"},
        {"{\"steward_backup\":1,}\n", "BAK-04"},
        {"{\"steward_backup\":1,\"seal\":{\"key\":\"argon2id\",\"ops\":99999999,\"memory\":1}}\n", "BAK-06"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        write_to(broken, files[i].bytes, strlen(files[i].bytes));
        EQ_TEXT(verdict(NULL), files[i].code);
    }
    struct seal_secret secret = {.passphrase = "correct horse"};
    EQ_TEXT(verdict(&secret), "BAK-04"); /* asks for more time and memory than we give */
    unlink(broken);
    EQ_TEXT(verdict(NULL), "BAK-14");
}

static void test_locks(struct ctx *cx)
{
    unsigned char key[SEAL_KEY_SIZE] = {1}, other[SEAL_KEY_SIZE] = {2};
    struct seal_secret right = {.passphrase = "correct horse"}, wrong = {.passphrase = "incorrect horse"},
                       by_key = {.key = key}, by_other = {.key = other};
    struct backup_facts facts;
    size_t n;
    const char *plain = "文件.bin", *bytes = bytes_of(cx, locked, &n);
    OK(!memmem(bytes, n, plain, strlen(plain)), "nothing shows through");
    write_to(broken, bytes, n);
    EQ_TEXT(verdict(NULL), "BAK-06");
    EQ_TEXT(verdict(&wrong), "BAK-07");
    EQ_TEXT(verdict(&by_key), "BAK-06");
    EQ_TEXT(verdict(&right), "good");
    unlink(broken);
    OK(backup_make(cx, broken, NULL, &by_key, &facts) && facts.file.sealed, "locked by a key: %s", tap_code(cx));
    EQ_TEXT(verdict(&by_other), "BAK-07");
    EQ_TEXT(verdict(&right), "BAK-06");
    EQ_TEXT(verdict(&by_key), "good");
    struct ctx to = tap_ctx();
    to.db = db_open(&to, ":memory:", DB_CREATE);
    OK(backup_restore(&to, broken, &by_key, &facts), "and restored: %s", tap_code(&to));
    OK(same(dump_of(&to), dump_of(cx)), "byte for byte");
    work_done(&to);
    OK(!backup_make(cx, "/dev/full", NULL, &by_key, &facts), "a full disk");
    EQ_TEXT(failed_with(cx), "BAK-13");
}

static void test_secrets(struct ctx *cx)
{
    static const struct {
        const char *text;
        bool is_key, good;
    } files[] = {
        {"0123456789abcdef0123456789abcdef0123456789ABCDEF0123456789abcdef\n", true, true},
        {"0123456789abcdef0123456789abcdef0123456789ABCDEF0123456789abcde\n", true, false},
        {"0123456789abcdef0123456789abcdef0123456789ABCDEF0123456789abcdef00", true, false},
        {"not a key", true, false},
        {"口令足够长\nsecond line", false, true},
        {"short\n", false, false},
        {"", false, false},
    };
    struct seal_secret secret;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        write_to(broken, files[i].text, strlen(files[i].text));
        bool read = seal_secret_read(cx, files[i].is_key ? NULL : broken, files[i].is_key ? broken : NULL, &secret);
        OK(read == files[i].good && (read || strcmp(tap_code(cx), "BAK-08") == 0), "\"%.12s…\" %s", files[i].text,
           files[i].good ? "is taken" : "is refused");
        err_clear(cx);
    }
    OK(!seal_secret_read(cx, broken, broken, &secret), "not both");
    err_clear(cx);
    OK(!seal_secret_read(cx, NULL, "/no/such/file", &secret), "not a file that is not there");
    EQ_TEXT(failed_with(cx), "BAK-08");
}

/* Dumps are read by people, and written by them too. */
static void test_lines(void)
{
    static const struct {
        const char *dump, *code;
    } dumps[] = {
        {"", "BAK-12"},
        {"{}\n", "BAK-11"},
        {"not json\n", "BAK-11"},
        {"{\"steward_dump\":2,\"schema\":1,\"zones\":[]}\n", "BAK-10"},
        {"{\"steward_dump\":1,\"schema\":1000,\"zones\":[]}\n", "BAK-10"},
#define HEAD "{\"steward_dump\":1,\"schema\":1,\"zones\":[],\"tables\":1,\"rows\":1}\n"
#define TABLE                                                                                                          \
    "{\"table\":\"t\",\"rows\":1,\"key\":1,\"columns\":[\"id\",\"b\",\"s\"],\"types\":[\"integer\",\"bytes\","         \
    "\"text\"]}\n"
#define END "{\"end\":true,\"rows\":1}\n"
        {HEAD TABLE "[-9223372036854775808,{\"bytes\":\"/+8=\"},\"a\\ud83d\\ude00\\u00e9\\/\"]\n" END, "good"},
        {HEAD TABLE "[1,null,null]\n" END "more\n", "BAK-11"},
        {HEAD TABLE "[1,null,null]\n{\"end\":true,\"rows\":2}\n", "BAK-12"},
        {HEAD END, "BAK-12"},
        {HEAD TABLE END, "BAK-11"},
        {HEAD TABLE "[1,null]\n" END, "BAK-11"},
        {HEAD TABLE "[1,null,null,1]\n" END, "BAK-11"},
        {HEAD TABLE "[1,null,null\n" END, "BAK-11"},
        {HEAD TABLE "[9223372036854775808,null,null]\n" END, "BAK-11"},
        {HEAD TABLE "[-,null,null]\n" END, "BAK-11"},
        {HEAD TABLE "[1.5,null,null]\n" END, "BAK-11"},
        {HEAD TABLE "[\"1\",null,null]\n" END, "BAK-11"},
        {HEAD TABLE "[1,\"text\",null]\n" END, "BAK-11"},
        {HEAD TABLE "[1,{\"bytes\":\"/+8\"},null]\n" END, "BAK-11"},
        {HEAD TABLE "[1,{\"bytes\":\"?+8=\"},null]\n" END, "BAK-11"},
        {HEAD TABLE "[1,{\"bytes\":\"\"},null]\n" END, "good"},
        {HEAD TABLE "[1,null,\"a]\n" END, "BAK-11"},
        {HEAD TABLE "[1,null,\"\\ud83d\"]\n" END, "BAK-11"},
        {HEAD TABLE "[1,null,\"\\u0000\"]\n" END, "BAK-11"},
        {HEAD TABLE "[1,null,\"\\x\"]\n" END, "BAK-11"},
        {HEAD
         "{\"table\":\"t; DROP TABLE unit\",\"rows\":0,\"key\":1,\"columns\":[\"id\"],\"types\":[\"integer\"]}\n" END,
         "BAK-11"},
        {HEAD "{\"table\":\"t\",\"rows\":0,\"key\":1,\"columns\":[\"id, x\"],\"types\":[\"integer\"]}\n" END, "BAK-11"},
        {HEAD "{\"table\":\"t\",\"rows\":0,\"key\":2,\"columns\":[\"id\"],\"types\":[\"integer\"]}\n" END, "BAK-11"},
        {HEAD "{\"table\":\"t\",\"rows\":0,\"key\":1,\"columns\":[\"id\"],\"types\":[\"real\"]}\n" END, "BAK-11"},
    };
    for (size_t i = 0; i < sizeof dumps / sizeof *dumps; i++) {
        struct ctx cx = tap_ctx();
        struct memory m = {.bytes = buf_init(cx.arena), .step = 7};
        struct source from = {memory_take, &m};
        struct dump_counts counts;
        buf_text(&m.bytes, dumps[i].dump);
        cx.db = db_open(&cx, ":memory:", DB_CREATE);
        bool loaded = dump_load(&cx, &from, &counts);
        OK(strcmp(loaded ? "good" : tap_code(&cx), dumps[i].code) == 0, "dump %zu: %s, %s", i, dumps[i].code,
           loaded ? "loaded" : tap_code(&cx));
        if (loaded && strstr(dumps[i].dump, "ud83d"))
            EQ_INT(int_of(&cx, "SELECT COUNT(*) FROM t WHERE s = 'a😀é/' AND b = X'FFEF'"), 1);
        db_close(cx.db);
        tap_ctx_free(&cx);
    }
}

int main(void)
{
    struct ctx cx = tap_ctx();
    unsigned char key[SEAL_KEY_SIZE] = {7};
    struct seal_secret secret = {.passphrase = "correct horse"}, by_key = {.key = key};
    struct backup_facts facts;
    if (!mkdtemp(folder))
        return 1;
    snprintf(whole, sizeof whole, "%s/whole", folder);
    snprintf(broken, sizeof broken, "%s/broken", folder);
    snprintf(locked, sizeof locked, "%s/locked", folder);
    snprintf(keyed, sizeof keyed, "%s/keyed", folder);
    cx.db = db_open(&cx, ":memory:", DB_CREATE);
    furnish(&cx);
    /* Bytes that do not pack, so that there are several parts. */
    struct attachment *a = row_new(&cx, &attachment_entity);
    unsigned char *noise = arena_alloc(cx.arena, 300000);
    uint32_t seed = 1;
    for (int i = 0; i < 300000; i++)
        noise[i] = (unsigned char)((seed = seed * 1664525 + 1013904223) >> 24);
    a->name = "噪声";
    a->content = (struct bytes){noise, 300000};
    save(&cx, &attachment_entity, a);
    OK(backup_make(&cx, whole, NULL, NULL, &facts), "a backup: %s", tap_code(&cx));
    OK(backup_make(&cx, locked, NULL, &secret, &facts), "a locked one: %s", tap_code(&cx));
    test_every_byte(&cx, whole, NULL);
    OK(backup_make(&cx, keyed, NULL, &by_key, &facts), "and one locked by a key: %s", tap_code(&cx));
    test_every_byte(&cx, keyed, &by_key);
    test_short(&cx);
    test_swapped(&cx);
    test_locks(&cx);
    test_secrets(&cx);
    test_foreign();
    test_lines();
    unlink(whole);
    unlink(broken);
    unlink(locked);
    unlink(keyed);
    OK(rmdir(folder) == 0, "nothing is left in the folder");
    work_done(&cx);
    return tap_done();
}
