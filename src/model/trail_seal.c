/* trail_seal.c — signs where the chains stand, and keeps the signatures in a file that is only added to. */
#include "model/trail_seal.h"

#include "base/hash.h"
#include "base/json.h"
#include "base/key_file.h"
#include "base/log.h"
#include "base/text.h"
#include "model/trail.h"
#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { KEY_SIZE = KEY_FILE_SIZE, SIGNATURE_SIZE = 64, RECORDS_APART = 1000, DAY_LONG = 24 * 60 * 60 * 1000 };

struct trail_key {
    EVP_PKEY *pair;
    const char *shown;
};

/* ---- the key ---- */

static bool fail_file(struct ctx *cx, const char *path)
{
    const char *why = strerror(errno);
    fail(cx, ERR_SYSTEM, "SEL-01", NULL, "不能读写封存文件 %s：%s；请检查路径和权限",
         "the seals' file %s cannot be read or written: %s; check the path and who may write there", path, why);
    fail_cause(cx, why);
    return false;
}

static void release(void *key)
{
    EVP_PKEY_free(((struct trail_key *)key)->pair);
}

static struct trail_key *key_of(struct ctx *cx, const unsigned char seed[KEY_SIZE])
{
    struct trail_key *k = ARENA_NEW(cx->arena, struct trail_key);
    unsigned char public_key[KEY_SIZE];
    size_t n = sizeof public_key;
    arena_defer(cx->arena, release, k);
    k->pair = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, KEY_SIZE);
    if (!k->pair || !EVP_PKEY_get_raw_public_key(k->pair, public_key, &n)) {
        fail(cx, ERR_SYSTEM, "SYS-01", NULL, "本机的 OpenSSL 不能签名（Ed25519）",
             "the OpenSSL library of this machine cannot sign (Ed25519)");
        return NULL;
    }
    k->shown = hex_of(cx->arena, public_key, KEY_SIZE);
    return k;
}

struct trail_key *trail_key_open(struct ctx *cx, const char *path, bool create)
{
    unsigned char seed[KEY_SIZE];
    switch (key_file_open(cx, path, create, seed)) {
    case KEY_READ:
        return key_of(cx, seed);
    case KEY_UNREADABLE:
        fail_file(cx, path);
        return NULL;
    default:
        fail(cx, ERR_SYSTEM, "SEL-02", NULL, "%s 里没有封存密钥（64 位十六进制）；请从备份取回，或移开它以另造一把",
             "%s holds no sealing key (64 hex digits); restore it, or move it away to have another made", path);
        return NULL;
    }
}

const char *trail_key_public(const struct trail_key *key)
{
    return key->shown;
}

/* ---- signatures ---- */

static const char *statement(struct arena *a, const struct trail_seal *s)
{
    return arena_printf(a, "steward-seal %lld %lld %s %lld", (long long)s->zone, (long long)s->record, s->hash,
                        (long long)s->at_ms);
}

const char *trail_seal_sign(struct ctx *cx, const struct trail_key *key, const struct trail_seal *s)
{
    unsigned char signature[SIGNATURE_SIZE];
    size_t n = sizeof signature;
    const char *text = statement(cx->arena, s);
    EVP_MD_CTX *evp = EVP_MD_CTX_new();
    bool done = evp && EVP_DigestSignInit(evp, NULL, NULL, NULL, key->pair) &&
                EVP_DigestSign(evp, signature, &n, (const unsigned char *)text, strlen(text));
    EVP_MD_CTX_free(evp);
    if (!done)
        fail(cx, ERR_SYSTEM, "SYS-01", NULL, "签名失败，请检查本机的 OpenSSL",
             "signing failed; check the OpenSSL library of this machine");
    return done ? hex_of(cx->arena, signature, SIGNATURE_SIZE) : NULL;
}

bool trail_seal_genuine(struct ctx *cx, const struct trail_seal *s, const char *signature)
{
    unsigned char public_key[KEY_SIZE], bytes[SIGNATURE_SIZE];
    const char *text = statement(cx->arena, s);
    if (!hex_read(s->key, public_key, KEY_SIZE) || !hex_read(signature, bytes, SIGNATURE_SIZE))
        return false;
    EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public_key, KEY_SIZE);
    EVP_MD_CTX *evp = EVP_MD_CTX_new();
    bool genuine = key && evp && EVP_DigestVerifyInit(evp, NULL, NULL, NULL, key) == 1 &&
                   EVP_DigestVerify(evp, bytes, SIGNATURE_SIZE, (const unsigned char *)text, strlen(text)) == 1;
    EVP_MD_CTX_free(evp);
    EVP_PKEY_free(key);
    return genuine;
}

void trail_seal_json(struct json *j, const struct trail_seal *s, const char *signature)
{
    json_put_int(j, "record", s->record);
    json_put_text(j, "hash", s->hash);
    json_put_int(j, "at", s->at_ms);
    json_put_text(j, "key", s->key);
    json_put_text(j, "signature", signature);
}

bool trail_seal_fits(struct ctx *cx, const char *json, int64_t record, const char *hash, const char **ret_key)
{
    const json_t *d = json ? json_parse(cx, json, strlen(json)) : NULL;
    struct trail_seal s = {.zone = cx->zone,
                           .record = json_integer_value(json_object_get(d, "record")),
                           .hash = json_string_value(json_object_get(d, "hash")),
                           .at_ms = json_integer_value(json_object_get(d, "at")),
                           .key = json_string_value(json_object_get(d, "key"))};
    const char *signature = json_string_value(json_object_get(d, "signature"));
    err_clear(cx);
    *ret_key = s.key;
    return s.record == record && s.hash && hash && strcmp(s.hash, hash) == 0 && s.key && signature &&
           trail_seal_genuine(cx, &s, signature);
}

/* ---- the file ---- */

/* "zone number hash time key signature" */
static bool read_line(struct ctx *cx, const char *line, struct trail_seal *ret_seal, const char **ret_signature)
{
    long long zone, record, at;
    char hash[65], key[65], signature[129];
    if (sscanf(line, "%lld %lld %64s %lld %64s %128s", &zone, &record, hash, &at, key, signature) != 6)
        return false;
    *ret_seal =
        (struct trail_seal){zone, record, arena_strdup(cx->arena, hash), at, arena_strdup(cx->arena, key), false};
    *ret_signature = arena_strdup(cx->arena, signature);
    return true;
}

static void add_seal(struct arena *a, struct trail_seals *all, size_t *capacity, struct trail_seal s)
{
    if (all->count == *capacity) {
        size_t more = *capacity ? *capacity * 2 : 64;
        all->items = arena_grow(a, all->items, *capacity * sizeof s, more * sizeof s);
        *capacity = more;
    }
    all->items[all->count++] = s;
}

bool trail_seals_read(struct ctx *cx, const char *path, const char *public_key, struct trail_seals *ret_seals)
{
    struct trail_seals all = {.key = public_key};
    size_t capacity = 0;
    char line[512];
    FILE *f = fopen(path, "re");
    *ret_seals = all;
    if (!f)
        return errno == ENOENT || fail_file(cx, path);
    while (fgets(line, sizeof line, f)) {
        struct trail_seal s;
        const char *signature;
        if (!read_line(cx, line, &s, &signature)) {
            fclose(f);
            return fail(cx, ERR_INPUT, "SEL-03", NULL, "%s 第 %zu 行不是封存记录", "line %2$zu of %1$s is no seal",
                        path, all.count + 1);
        }
        s.genuine = trail_seal_genuine(cx, &s, signature) && (!public_key || strcmp(public_key, s.key) == 0);
        add_seal(cx->arena, &all, &capacity, s);
    }
    fclose(f);
    *ret_seals = all;
    return true;
}

/* The record that was sealed last, as the end of the file says; 0 when it says nothing of the zone. */
static int64_t sealed_last(const char *path, int64_t zone)
{
    enum { TAIL = 64 * 1024 };
    int64_t last = 0;
    char line[512];
    FILE *f = fopen(path, "re");
    if (!f)
        return 0;
    if (fseek(f, -TAIL, SEEK_END) == 0 && !fgets(line, sizeof line, f)) /* the piece of a line */
        line[0] = '\0';
    while (fgets(line, sizeof line, f)) {
        long long z, record;
        if (sscanf(line, "%lld %lld", &z, &record) == 2 && z == zone)
            last = record;
    }
    fclose(f);
    return last;
}

static bool add_line(struct ctx *cx, const char *path, const struct trail_seal *s, const char *signature)
{
    const char *line = arena_printf(cx->arena, "%lld %lld %s %lld %s %s\n", (long long)s->zone, (long long)s->record,
                                    s->hash, (long long)s->at_ms, s->key, signature);
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    bool added = fd >= 0 && write(fd, line, strlen(line)) == (ssize_t)strlen(line) && fsync(fd) == 0;
    if (!added)
        fail_file(cx, path);
    if (fd >= 0)
        close(fd);
    struct log_line l = log_begin(added ? LEVEL_INFO : LEVEL_ERROR, "audit_sealed");
    log_int(&l, "zone", s->zone);
    log_int(&l, "record", s->record);
    log_text(&l, "hash", s->hash);
    log_text(&l, "signature", signature);
    log_end(&l);
    return added;
}

/* ---- sealing ---- */

/* record 0: the chain is empty. */
static bool chain_end(struct ctx *cx, const struct trail_key *key, struct trail_seal *ret_end)
{
    const struct value zone = value_int(cx->zone);
    struct rows *rows =
        db_query(cx, "SELECT id, hash FROM audit_record WHERE zone = $1 ORDER BY id DESC LIMIT 1", &zone, 1);
    *ret_end = (struct trail_seal){.zone = cx->zone, .at_ms = cx->now_ms, .key = key->shown};
    if (rows && db_next(rows)) {
        ret_end->record = db_int(rows, 0);
        ret_end->hash = arena_strdup(cx->arena, db_text(rows, 1));
        db_end(rows);
    }
    return rows && db_ok(rows);
}

static bool is_due(struct ctx *cx, int64_t last, bool *ret_due)
{
    const struct value params[] = {value_int(cx->zone), value_int(last - RECORDS_APART)};
    struct rows *rows =
        db_query(cx,
                 "SELECT id, created_at FROM audit_record WHERE zone = $1 AND id > $2 AND act = 'checkpoint'"
                 " ORDER BY id DESC LIMIT 1",
                 params, 2);
    *ret_due = true;
    if (rows && db_next(rows)) {
        /* Nothing but the checkpoint itself: there is nothing to seal. */
        *ret_due = db_int(rows, 0) < last && cx->now_ms - db_int(rows, 1) >= DAY_LONG;
        db_end(rows);
    }
    return rows && db_ok(rows);
}

static const char *seal_object(struct ctx *cx, const struct trail_seal *s, const char *signature)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    json_object_begin(&j);
    trail_seal_json(&j, s, signature);
    json_object_end(&j);
    return out.data;
}

/* In a transaction, in which nobody else adds to the chain. */
static bool add_checkpoint(struct ctx *cx, const struct trail_key *key)
{
    struct trail_seal end;
    bool due;
    if (!chain_end(cx, key, &end) || !is_due(cx, end.record, &due))
        return false;
    const char *signature = due ? trail_seal_sign(cx, key, &end) : NULL;
    return !due || (signature && trail_note(cx, &(struct trail_entry){.act = "checkpoint",
                                                                      .detail = seal_object(cx, &end, signature)}));
}

struct sealing {
    const struct trail_key *key;
    const char *path;
};

static bool seal_zone(struct ctx *cx, const void *arg)
{
    const struct trail_key *key = ((const struct sealing *)arg)->key;
    const char *path = ((const struct sealing *)arg)->path;
    struct trail_seal end;
    int64_t sealed = sealed_last(path, cx->zone);
    if (!chain_end(cx, key, &end) || end.record <= sealed)
        return cx->err.kind == ERR_NONE;
    if (!db_begin(cx))
        return false;
    if (!add_checkpoint(cx, key)) {
        db_rollback(cx);
        return false;
    }
    if (!db_commit(cx) || !chain_end(cx, key, &end))
        return false;
    const char *signature = trail_seal_sign(cx, key, &end);
    return signature && add_line(cx, path, &end, signature);
}

bool trail_seal(struct ctx *cx, const struct trail_key *key, const char *seals_path)
{
    return trail_each_zone(cx, seal_zone, &(struct sealing){key, seals_path});
}
