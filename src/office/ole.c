/* ole.c — tells what an OLE2 compound file holds, by the names in its directory ([MS-CFB]). */
#include "office/workbook_inner.h"

enum {
    HEADER = 512,
    ENTRY = 128, /* of the directory */
    NAME_BYTES = 64,
    ENTRY_START = 116,
    ENTRY_SIZE = 120,
    MINI_SECTOR = 64,
    HEADER_FATS = 109,
    DIRECTORY_MAX = 4096, /* entries looked at */
};

struct ole {
    const unsigned char *bytes;
    size_t size;
    size_t sector; /* bytes */
};

static uint32_t u16(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

static uint32_t u32(const unsigned char *p)
{
    return u16(p) | u16(p + 2) << 16;
}

/* The bytes of a sector; NULL beyond the file. */
static const unsigned char *sector_at(const struct ole *o, uint32_t n)
{
    uint64_t at = ((uint64_t)n + 1) * o->sector;
    return at + o->sector <= o->size ? o->bytes + at : NULL;
}

/* The sector after n in its chain.  Only tables listed in the header are followed: the directory and the head of the
 * workbook lie within the first 6.8 MiB of any file that a program wrote. */
static uint32_t next_sector(const struct ole *o, uint32_t n)
{
    uint32_t per_table = (uint32_t)(o->sector / 4), table = n / per_table;
    const unsigned char *p = table < HEADER_FATS ? sector_at(o, u32(o->bytes + 76 + 4 * (size_t)table)) : NULL;
    return p ? u32(p + 4 * (size_t)(n % per_table)) : UINT32_MAX;
}

/* The directory entry of this name, in ASCII; NULL when there is none. */
static const unsigned char *find_entry(const struct ole *o, const char *name)
{
    size_t n = strlen(name);
    int left = DIRECTORY_MAX;
    for (uint32_t s = u32(o->bytes + 48); left > 0; s = next_sector(o, s)) {
        const unsigned char *p = sector_at(o, s);
        if (!p)
            return NULL;
        for (size_t at = 0; at + ENTRY <= o->sector; at += ENTRY, left--) {
            const unsigned char *entry = p + at;
            if (u16(entry + NAME_BYTES) != 2 * (n + 1))
                continue;
            size_t same = 0;
            while (same < n && entry[2 * same] == (unsigned char)name[same] && entry[2 * same + 1] == 0)
                same++;
            if (same == n)
                return entry;
        }
    }
    return NULL;
}

static bool ole_open(const void *bytes, size_t size, struct ole *ret_ole)
{
    const unsigned char *p = bytes;
    if (size < HEADER || (u16(p + 30) != 9 && u16(p + 30) != 12))
        return false;
    *ret_ole = (struct ole){.bytes = p, .size = size, .sector = (size_t)1 << u16(p + 30)};
    return true;
}

enum content ole_sniff(const void *bytes, size_t size, struct label *ret_looks)
{
    /* clang-format off */
    static const struct {
        const char *stream;
        enum content content;
        struct label looks;
    } kinds[] = {
        {"EncryptedPackage",    CONTENT_ENCRYPTED, {NULL, NULL}},
        {"EncryptionInfo",      CONTENT_ENCRYPTED, {NULL, NULL}},
        {"Workbook",            CONTENT_XLS,       {NULL, NULL}},
        {"Book",                CONTENT_XLS,       {NULL, NULL}},
        {"WordDocument",        CONTENT_OTHER,     {"Word 文档（.doc）", "a Word document (.doc)"}},
        {"PowerPoint Document", CONTENT_OTHER,     {"PowerPoint 演示文稿（.ppt）", "a PowerPoint presentation (.ppt)"}},
    };
    /* clang-format on */
    struct ole o;
    *ret_looks = (struct label){"不完整的 Office 97–2003 文件", "an incomplete Office 97–2003 file"};
    if (!ole_open(bytes, size, &o))
        return CONTENT_OTHER;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (find_entry(&o, kinds[i].stream)) {
            *ret_looks = kinds[i].looks;
            return kinds[i].content;
        }
    return CONTENT_OTHER;
}

/* The first bytes of a stream, in one piece; NULL when they lie beyond the file.  Short streams lie end to end in the
 * root's own stream. */
static const unsigned char *stream_head(const struct ole *o, const unsigned char *entry, size_t *ret_n)
{
    uint32_t start = u32(entry + ENTRY_START), sector = start;
    uint64_t at = 0;
    if (u32(entry + ENTRY_SIZE) < u32(o->bytes + 56)) {
        const unsigned char *root = find_entry(o, "Root Entry");
        sector = root ? u32(root + ENTRY_START) : UINT32_MAX;
        for (at = (uint64_t)start * MINI_SECTOR; at >= o->sector && sector != UINT32_MAX; at -= o->sector)
            sector = next_sector(o, sector);
    }
    const unsigned char *p = sector_at(o, sector);
    *ret_n = o->sector - (size_t)at;
    return p ? p + at : NULL;
}

/* FILEPASS among the first records of the workbook's globals ([MS-XLS] 2.4.117). */
bool ole_is_locked(const void *bytes, size_t size)
{
    enum { FILEPASS = 0x2F };
    struct ole o;
    size_t n = 0;
    const unsigned char *entry = NULL;
    if (ole_open(bytes, size, &o) && !(entry = find_entry(&o, "Workbook")))
        entry = find_entry(&o, "Book");
    const unsigned char *p = entry ? stream_head(&o, entry, &n) : NULL;
    for (size_t at = 0; p && at + 4 <= n; at += 4 + u16(p + at + 2))
        if (u16(p + at) == FILEPASS)
            return true;
    return false;
}
