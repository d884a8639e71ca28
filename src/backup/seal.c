/* seal.c — keys from passphrases and files, and pieces sealed one after the other by libsodium. */
#include "backup/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

enum {
    SECRET_FILE_MOST = 4096,
    PASSPHRASE_LEAST = 8,
    OPS_MOST = 16,
    MEMORY_MOST = 1 << 30, /* what a file may ask of this machine */
};

_Static_assert(SEAL_KEY_SIZE == crypto_secretstream_xchacha20poly1305_KEYBYTES, "key");
_Static_assert(SEAL_EXTRA == crypto_secretstream_xchacha20poly1305_ABYTES, "what sealing adds");

struct seal {
    struct ctx *cx;
    const char *path;
    crypto_secretstream_xchacha20poly1305_state state;
};

static void forget(void *seal)
{
    sodium_memzero(seal, sizeof(struct seal));
}

static struct seal *seal_new(struct ctx *cx)
{
    if (sodium_init() < 0) {
        fail(cx, ERR_SYSTEM, "SYS-03", NULL, "本机的 libsodium 无法使用", "libsodium does not work on this machine");
        return NULL;
    }
    struct seal *s = ARENA_NEW(cx->arena, struct seal);
    arena_defer(cx->arena, forget, s);
    s->cx = cx;
    return s;
}

/* ---- secrets ---- */

static bool read_small(struct ctx *cx, const char *path, char *to, size_t *ret_n)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, to, SECRET_FILE_MOST);
    const char *cause = strerror(errno);
    if (fd >= 0)
        close(fd);
    if (n < 0)
        return fail(cx, ERR_NOT_FOUND, "BAK-08", path, "无法读取“%s”：%s", "cannot read \"%s\": %s", path, cause);
    *ret_n = (size_t)n;
    return true;
}

static bool read_passphrase(struct ctx *cx, const char *path, struct seal_secret *ret_secret)
{
    char *line = arena_alloc(cx->arena, SECRET_FILE_MOST + 1);
    size_t n;
    if (!read_small(cx, path, line, &n))
        return false;
    line[strcspn(line, "\r\n")] = '\0';
    if (strlen(line) < PASSPHRASE_LEAST)
        return fail(cx, ERR_INPUT, "BAK-08", path, "“%s”第一行应是至少 %d 个字节的口令",
                    "the first line of \"%s\" must be a passphrase of at least %d bytes", path, PASSPHRASE_LEAST);
    ret_secret->passphrase = line;
    return true;
}

static bool read_key(struct ctx *cx, const char *path, struct seal_secret *ret_secret)
{
    char *text = arena_alloc(cx->arena, SECRET_FILE_MOST + 1);
    unsigned char *key = arena_alloc(cx->arena, SEAL_KEY_SIZE);
    size_t n, got = 0;
    const char *end = NULL;
    if (!read_small(cx, path, text, &n))
        return false;
    if (sodium_hex2bin(key, SEAL_KEY_SIZE, text, n, " \t\r\n", &got, &end) != 0 || got != SEAL_KEY_SIZE ||
        end != text + n)
        return fail(cx, ERR_INPUT, "BAK-08", path,
                    "密钥文件“%s”应恰为 %d 位十六进制数字；可用 openssl rand -hex %d 生成",
                    "the key file \"%s\" must hold %d hexadecimal digits and no more; openssl rand -hex %d makes them",
                    path, 2 * SEAL_KEY_SIZE, SEAL_KEY_SIZE);
    ret_secret->key = key;
    return true;
}

bool seal_secret_read(struct ctx *cx, const char *passphrase_file, const char *key_file, struct seal_secret *ret_secret)
{
    *ret_secret = (struct seal_secret){0};
    if (passphrase_file && key_file)
        return fail(cx, ERR_USAGE, "BAK-08", NULL, "口令和密钥文件只能给一个",
                    "give either a passphrase or a key file, not both");
    return (!passphrase_file || read_passphrase(cx, passphrase_file, ret_secret)) &&
           (!key_file || read_key(cx, key_file, ret_secret));
}

bool seal_secret_given(const struct seal_secret *secret)
{
    return secret && (secret->passphrase || secret->key);
}

/* ---- key and header ---- */

/* What turns a passphrase into a key. */
struct derivation {
    unsigned char salt[crypto_pwhash_SALTBYTES];
    int64_t ops, memory;
};

static bool derive(struct ctx *cx, const char *passphrase, const struct derivation *d, unsigned char *ret_key)
{
    if (crypto_pwhash(ret_key, SEAL_KEY_SIZE, passphrase, strlen(passphrase), d->salt, (unsigned long long)d->ops,
                      (size_t)d->memory, crypto_pwhash_ALG_ARGON2ID13) == 0)
        return true;
    return fail(cx, ERR_MEMORY, "MEM-01", NULL, "内存不足，由口令计算密钥需要 %lld MiB",
                "not enough memory: to make a key of the passphrase takes %lld MiB", (long long)d->memory >> 20);
}

static const char *hex(struct arena *a, const unsigned char *bytes, size_t n)
{
    char *text = arena_alloc(a, n * 2 + 1);
    return sodium_bin2hex(text, n * 2 + 1, bytes, n);
}

struct seal *seal_begin(struct ctx *cx, const struct seal_secret *secret, struct json *head)
{
    struct seal *s = seal_new(cx);
    struct derivation d = {.ops = crypto_pwhash_OPSLIMIT_MODERATE, .memory = crypto_pwhash_MEMLIMIT_MODERATE};
    unsigned char key[SEAL_KEY_SIZE], header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
    if (!s)
        return NULL;
    randombytes_buf(d.salt, sizeof d.salt);
    if (secret->passphrase && !derive(cx, secret->passphrase, &d, key))
        return NULL;
    crypto_secretstream_xchacha20poly1305_init_push(&s->state, header, secret->passphrase ? key : secret->key);
    sodium_memzero(key, sizeof key);
    json_key(head, "seal");
    json_object_begin(head);
    json_put_text(head, "cipher", "xchacha20poly1305");
    json_put_text(head, "key", secret->passphrase ? "argon2id" : "file");
    if (secret->passphrase) {
        json_put_text(head, "salt", hex(cx->arena, d.salt, sizeof d.salt));
        json_put_int(head, "ops", d.ops);
        json_put_int(head, "memory", d.memory);
    }
    json_put_text(head, "header", hex(cx->arena, header, sizeof header));
    json_object_end(head);
    return s;
}

static bool read_hex(const json_t *from, const char *member, unsigned char *to, size_t size)
{
    const char *text = json_string_value(json_object_get(from, member));
    size_t n = 0;
    return text && strlen(text) == 2 * size && sodium_hex2bin(to, size, text, 2 * size, NULL, &n, NULL) == 0 &&
           n == size;
}

static bool fail_locked(struct ctx *cx, const char *path)
{
    return fail(cx, ERR_DENIED, "BAK-06", path, "备份“%s”已加密；请用 --passphrase-file 或 --key-file 给出口令或密钥",
                "the backup \"%s\" is encrypted; give its passphrase or key by --passphrase-file or --key-file", path);
}

static bool fail_wrong(struct seal *s)
{
    return fail(s->cx, ERR_DENIED, "BAK-07", s->path, "口令或密钥不对，打不开备份“%s”",
                "the passphrase or key does not open the backup \"%s\"", s->path);
}

static bool fail_head(struct ctx *cx, const char *path)
{
    return fail(cx, ERR_INPUT, "BAK-04", path, "备份“%s”已损坏：第一行的加密说明读不懂；请换用另一份备份",
                "the backup \"%s\" is damaged: what its first line says of encryption makes no sense; use another one",
                path);
}

/* The key that the first line asks for. */
static bool find_key(struct ctx *cx, const struct seal_secret *secret, const json_t *seal, const char *path,
                     unsigned char *ret_key)
{
    const char *kind = json_string_value(json_object_get(seal, "key"));
    struct derivation d = {.ops = json_integer_value(json_object_get(seal, "ops")),
                           .memory = json_integer_value(json_object_get(seal, "memory"))};
    if (kind && strcmp(kind, "file") == 0) {
        if (!secret->key)
            return fail_locked(cx, path);
        memcpy(ret_key, secret->key, SEAL_KEY_SIZE);
        return true;
    }
    if (!kind || strcmp(kind, "argon2id") != 0 || !read_hex(seal, "salt", d.salt, sizeof d.salt) || d.ops < 1 ||
        d.ops > OPS_MOST || d.memory < (int64_t)crypto_pwhash_MEMLIMIT_MIN || d.memory > MEMORY_MOST)
        return fail_head(cx, path);
    return secret->passphrase ? derive(cx, secret->passphrase, &d, ret_key) : fail_locked(cx, path);
}

bool seal_open(struct ctx *cx, const struct seal_secret *secret, const struct json_t *head, const char *path,
               struct seal **ret_seal)
{
    const json_t *seal = json_object_get(head, "seal");
    unsigned char key[SEAL_KEY_SIZE], header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
    *ret_seal = NULL;
    if (!seal)
        return true;
    if (!seal_secret_given(secret))
        return fail_locked(cx, path);
    struct seal *s = seal_new(cx);
    if (!s)
        return false;
    s->path = path;
    if (!read_hex(seal, "header", header, sizeof header))
        return fail_head(cx, path);
    if (!find_key(cx, secret, seal, path, key))
        return false;
    bool begun = crypto_secretstream_xchacha20poly1305_init_pull(&s->state, header, key) == 0;
    sodium_memzero(key, sizeof key);
    *ret_seal = s;
    return begun || fail_wrong(s);
}

/* ---- pieces ---- */

static unsigned char tag_of(bool last)
{
    return last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
}

bool seal_close_piece(struct seal *s, const void *from, size_t size, const unsigned char *binding, size_t n, bool last,
                      unsigned char *to)
{
    if (crypto_secretstream_xchacha20poly1305_push(&s->state, to, NULL, from, size, binding, n, tag_of(last)) == 0)
        return true;
    return fail(s->cx, ERR_SYSTEM, "SYS-03", NULL, "加密失败", "encryption failed");
}

bool seal_open_piece(struct seal *s, const unsigned char *from, size_t size, const unsigned char *binding, size_t n,
                     bool last, unsigned char *to)
{
    unsigned char tag = 0;
    bool opened = size >= SEAL_EXTRA &&
                  crypto_secretstream_xchacha20poly1305_pull(&s->state, to, NULL, &tag, from, size, binding, n) == 0;
    return (opened && tag == tag_of(last)) || fail_wrong(s);
}
