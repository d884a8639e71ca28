/* money_unit.c — the unit that a head or title names. */
#include "base/money.h"
#include "base/scan.h"
#include "base/text.h"

#include <string.h>

/* clang-format off */
static const struct head_unit {
    const char *word;
    int64_t fen;
} head_units[] = { /* longer words before those they begin with */
    {"千万元",           MONEY_QIANWAN},
    {"百万元",           MONEY_BAIWAN},
    {"万元",             MONEY_WAN},
    {"亿元",             MONEY_YI},
    {"千元",             MONEY_QIAN},
    {"元",               MONEY_YUAN},
    {"亿",               MONEY_YI},
    {"万",               MONEY_WAN},
    {"100 million yuan", MONEY_YI},
    {"10,000 yuan",      MONEY_WAN},
    {"10k yuan",         MONEY_WAN},
    {"billion yuan",     MONEY_YI * 10},
    {"bn yuan",          MONEY_YI * 10},
    {"million yuan",     MONEY_WAN * 100},
    {"m yuan",           MONEY_WAN * 100},
    {"yuan",             MONEY_YUAN},
    {"100 million rmb",  MONEY_YI},
    {"10,000 rmb",       MONEY_WAN},
    {"10k rmb",          MONEY_WAN},
    {"million rmb",      MONEY_WAN * 100},
    {"rmb 100 million",  MONEY_YI},
    {"rmb 10,000",       MONEY_WAN},
    {"rmb 10k",          MONEY_WAN},
    {"rmb million",      MONEY_WAN * 100},
    {"rmb",              MONEY_YUAN},
    {NULL},
};
/* clang-format on */

static bool ends_with(const char *s, const char *end, const char *word)
{
    size_t n = strlen(word);
    return (size_t)(end - s) >= n && memcmp(end - n, word, n) == 0;
}

static bool ends_with_any(const char *s, const char *end, const char *const *words)
{
    for (; *words; words++)
        if (ends_with(s, end, *words))
            return true;
    return false;
}

static const char *without_spaces(const char *s, const char *end)
{
    while (end > s && end[-1] == ' ')
        end--;
    return end;
}

/* Does what stands before the unit say that one comes? */
static bool announces_unit(const char *s, const char *end)
{
    static const char *const signs[] = {"(", "/", ":", "、", ",", "单位", "单位为", "以", "按", NULL};
    end = without_spaces(s, end);
    if (ends_with(s, end, "人民币"))
        end = without_spaces(s, end - strlen("人民币"));
    return ends_with_any(s, end, signs);
}

/* Is it the whole unit?  Not in 万元/亩, nor in 亿元以上. */
static bool closes_unit(const char *after)
{
    static const char *const signs[] = {")", "(", ",", ";", "、", "。", "为单位", "计", NULL};
    return !*after || *after == ' ' || scan_any(&after, signs);
}

/* "10亿元" and "超亿元" at the end of a head are amounts. */
static bool counts_something(const char *s, const char *end)
{
    static const char *const signs[] = {"0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9",  "一", "二",
                                        "两", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千", "万",
                                        "亿", "超", "过", "达", "上", "数", "每", "破", "几", NULL};
    return ends_with_any(s, without_spaces(s, end), signs);
}

/* At the end of a head the unit needs no bracket; but 单元 ends with 元, "sum yuan" with "m yuan", and a bare 亿 may count anything. */
static bool ends_head(const struct head_unit *u, const char *s, const char *p, const char *after)
{
    bool clear = u->fen != MONEY_YUAN && (unsigned char)*u->word >= 0x80 && strstr(u->word, "元");
    return clear && !*after && !counts_something(s, p);
}

int64_t money_unit_in(const char *s)
{
    char plain[1024];
    if (!text_plain(s, plain, sizeof plain))
        return 0;
    for (const char *p = plain; *p; p++) {
        for (const struct head_unit *u = head_units; u->word; u++) {
            const char *after = p + strlen(u->word);
            if (*p != *u->word || !text_starts(p, u->word))
                continue;
            if ((announces_unit(plain, p) && closes_unit(after)) || ends_head(u, plain, p, after))
                return u->fen;
            break;
        }
    }
    return 0;
}
