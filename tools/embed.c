/* embed.c — turns the built web application into a C table: embed DIR >assets.c
 *
 * Prints `const struct asset web_assets[]` (src/http/http.h): every file under DIR as it is, and compressed by
 * gzip and brotli where that is smaller.  Without a DIR it prints one page that says how to build the application.
 */
#include "http/http.h"

#include <brotli/encode.h>
#include <dirent.h>
#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

static const char page[] = "<!doctype html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\"><title>Steward "
                           "项目管家</title></head>\n<body>\n"
                           "<h1>Steward 项目管家</h1>\n"
                           "<p>这份程序编译时没有包含网页界面。安装 Node.js 后运行 <code>make web &amp;&amp; "
                           "make</code>，再重新启动。接口（/api/v1）可以照常使用。</p>\n"
                           "<p lang=\"en\">This program was built without its web application. Install Node.js, run "
                           "<code>make web &amp;&amp; make</code> "
                           "and start it again. The API (/api/v1) works as usual.</p>\n"
                           "</body>\n</html>\n";

static _Noreturn void die(const char *what, const char *path)
{
    fprintf(stderr, "embed: %s %s: %s\n", what, path, strerror(errno));
    exit(1);
}

static void *need(void *p)
{
    if (!p)
        die("cannot allocate for", "the files");
    return p;
}

/* ---- one file ---- */

struct bytes_made {
    unsigned char *data; /* NULL: not smaller than the plain file */
    size_t size;
};

static struct bytes_made read_file(const char *path)
{
    struct stat st;
    FILE *f = fopen(path, "rb");
    if (!f || fstat(fileno(f), &st) != 0)
        die("cannot read", path);
    struct bytes_made b = {need(malloc((size_t)st.st_size + 1)), (size_t)st.st_size};
    if (fread(b.data, 1, b.size, f) != b.size)
        die("cannot read", path);
    fclose(f);
    return b;
}

static struct bytes_made worth_it(unsigned char *data, size_t size, size_t plain_size)
{
    return size < plain_size ? (struct bytes_made){data, size} : (struct bytes_made){NULL, 0};
}

static struct bytes_made gzipped(struct bytes_made plain)
{
    z_stream z = {0};
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        die("cannot compress", "with zlib");
    size_t room = deflateBound(&z, plain.size);
    z.next_in = plain.data;
    z.avail_in = (uInt)plain.size;
    z.next_out = need(malloc(room));
    z.avail_out = (uInt)room;
    unsigned char *start = z.next_out;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        die("cannot compress", "with zlib");
    size_t size = z.total_out;
    deflateEnd(&z);
    return worth_it(start, size, plain.size);
}

static struct bytes_made brotlied(struct bytes_made plain)
{
    size_t size = BrotliEncoderMaxCompressedSize(plain.size);
    unsigned char *data = need(malloc(size ? size : 1));
    if (!BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_GENERIC, plain.size, plain.data,
                               &size, data))
        die("cannot compress", "with brotli");
    return worth_it(data, size, plain.size);
}

static const char *content_type(const char *path)
{
    /* clang-format off */
    static const char *const types[][2] = {
        {".html",  "text/html; charset=utf-8"},       {".js",   "text/javascript; charset=utf-8"},
        {".css",   "text/css; charset=utf-8"},        {".json", "application/json"},
        {".svg",   "image/svg+xml"},                  {".png",  "image/png"},
        {".jpg",   "image/jpeg"},                     {".webp", "image/webp"},
        {".ico",   "image/x-icon"},                   {".woff2", "font/woff2"},
        {".webmanifest", "application/manifest+json"}, {".txt",  "text/plain; charset=utf-8"},
        {".wasm",  "application/wasm"},               {".map",  "application/json"},
    };
    /* clang-format on */
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
        if (strcmp(dot, types[i][0]) == 0)
            return types[i][1];
    return "application/octet-stream";
}

/* Vite names what never changes "/assets/index-D3f2a_9x.js": a hash of eight characters before the ending. */
static bool has_content_hash(const char *path)
{
    const char *name = strrchr(path, '/') + 1;
    const char *dot = strrchr(name, '.');
    if (strncmp(path, "/assets/", 8) != 0 || !dot || dot - name < 10 || dot[-9] != '-')
        return false;
    return strspn(dot - 8, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == 8;
}

/* ---- C text ---- */

/* String literals compile much faster than lists of numbers; "?" is escaped because C17 knows trigraphs. */
static void print_bytes(size_t number, const char *kind, struct bytes_made b)
{
    if (!b.data)
        return;
    printf("static const unsigned char %s_%zu[] =", kind, number);
    for (size_t i = 0; i < b.size || i == 0; i++) {
        if (i % 100 == 0)
            printf("%s\n    \"", i ? "\"" : "");
        if (i == b.size)
            break;
        int c = b.data[i];
        if (c >= ' ' && c < 0x7F && c != '"' && c != '\\' && c != '?')
            putchar(c);
        else
            printf("\\%03o", c);
    }
    printf("\";\n");
}

struct entry {
    char *path; /* "/assets/index-D3f2a_9x.js" */
    struct bytes_made plain, gzip, brotli;
};

static void print_entry(size_t number, const struct entry *e)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    if (!EVP_Digest(e->plain.data, e->plain.size, digest, NULL, EVP_sha256(), NULL))
        die("cannot hash", e->path);
    printf("    {.path = \"%s\", .content_type = \"%s\", .etag = \"\\\"", e->path, content_type(e->path));
    for (int i = 0; i < 16; i++)
        printf("%02x", digest[i]);
    printf("\\\"\", .immutable = %s,\n     .plain = plain_%zu, .plain_size = %zu,",
           has_content_hash(e->path) ? "true" : "false", number, e->plain.size);
    if (e->gzip.data)
        printf(" .gzip = gzip_%zu, .gzip_size = %zu,", number, e->gzip.size);
    if (e->brotli.data)
        printf(" .brotli = brotli_%zu, .brotli_size = %zu,", number, e->brotli.size);
    printf("},\n");
}

/* ---- the folder ---- */

struct entries {
    struct entry *list;
    size_t count;
};

static void add_entry(struct entries *all, char *path, struct bytes_made plain)
{
    if (strpbrk(path, "\"\\?\n"))
        die("cannot serve a file named", path);
    all->list = need(realloc(all->list, (all->count + 1) * sizeof *all->list));
    all->list[all->count++] = (struct entry){path, plain, gzipped(plain), brotlied(plain)};
}

static char *joined(const char *left, const char *right)
{
    size_t n = strlen(left) + strlen(right) + 2;
    char *s = need(malloc(n));
    snprintf(s, n, "%s/%s", left, right);
    return s;
}

static void walk(struct entries *all, const char *root, const char *below)
{
    char *folder = joined(root, below);
    struct dirent **found;
    int n = scandir(folder, &found, NULL, alphasort);
    if (n < 0)
        die("cannot read", folder);
    for (int i = 0; i < n; i++) {
        struct stat st;
        char *path = joined(below, found[i]->d_name);
        char *file = joined(root, path);
        if (found[i]->d_name[0] == '.')
            continue;
        if (stat(file, &st) != 0)
            die("cannot read", file);
        if (S_ISDIR(st.st_mode))
            walk(all, root, path);
        else
            add_entry(all, path, read_file(file));
    }
}

int main(int argc, char **argv)
{
    struct entries all = {0};
    if (argc > 2) {
        fputs("usage: embed [DIR] >assets.c\n", stderr);
        return 2;
    }
    if (argc == 2)
        walk(&all, argv[1], "");
    else {
        struct bytes_made plain = {need(malloc(sizeof page)), sizeof page - 1};
        memcpy(plain.data, page, sizeof page);
        add_entry(&all, joined("", "index.html"), plain);
    }
    printf("/* assets.c — the web application; made by tools/embed, do not edit. */\n#include \"http/http.h\"\n\n");
    printf("extern const struct asset web_assets[];\n\n");
    for (size_t i = 0; i < all.count; i++) {
        print_bytes(i, "plain", all.list[i].plain);
        print_bytes(i, "gzip", all.list[i].gzip);
        print_bytes(i, "brotli", all.list[i].brotli);
    }
    printf("\nconst struct asset web_assets[] = {\n");
    for (size_t i = 0; i < all.count; i++)
        print_entry(i, &all.list[i]);
    printf("    {.path = NULL},\n};\n");
    return fflush(stdout) == 0 ? 0 : 1;
}
