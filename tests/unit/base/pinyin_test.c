/* pinyin_test.c — Chinese as people type it. */
#include "base/pinyin.h"
#include "base/text.h"
#include "tap.h"

#include <string.h>

static void typed(struct ctx *cx, const char *text, const char *want_initials, const char *want_letters)
{
    struct buf initials = buf_init(cx->arena), letters = buf_init(cx->arena);
    bool chinese = pinyin_add(text, 100, &initials, &letters);
    EQ_TEXT(initials.data, want_initials);
    EQ_TEXT(letters.data, want_letters);
    EQ_INT(chinese, *want_initials != '\0');
}

/* All splittings, with spaces between. */
static void splits(struct ctx *cx, const char *typed, const char *want)
{
    struct buf out = buf_init(cx->arena);
    for (char **split = pinyin_splits(cx->arena, typed); *split; split++)
        buf_printf(&out, "%s%s", out.length ? " " : "", *split);
    EQ_TEXT(out.data, want);
}

static void test_splits(struct ctx *cx)
{
    splits(cx, "weinan", "WeiNan WeiNaN");
    splits(cx, "xian", "Xian XiaN XiAn XiAN");
    splits(cx, "gaoxinq", "GaoXinQ GaOXinQ");
    splits(cx, "zh", "Zh");
    splits(cx, "einan", "EiNan EiNaN");
    splits(cx, "vvv", "");
    splits(cx, "wei2", "");
    splits(cx, "", "");
    char many[100];
    memset(many, 'a', sizeof many - 1);
    many[99] = '\0';
    splits(cx, many, "");
    many[60] = '\0';
    size_t n = 0;
    while (pinyin_splits(cx->arena, many)[n])
        n++;
    OK(n <= PINYIN_SPLITS, "%zu ways at most", n);
}

int main(void)
{
    struct ctx cx = tap_ctx();
    EQ_TEXT(pinyin_syllable(0x6E2D), "wei");
    EQ_TEXT(pinyin_syllable(0x7EFF), "lv");
    EQ_TEXT(pinyin_syllable('a'), "");
    EQ_TEXT(pinyin_syllable(0x1F600), "");
    typed(&cx, "渭南高新区", "wngxq", "WeiNanGaoXinQu");
    typed(&cx, "城市污水处理厂", "cswsclc", "ChengShiWuShuiChuLiChang");
    typed(&cx, "5g产业园(二期)", "5gcyyeq", "5gChanYeYuanErQi");
    typed(&cx, "长安路基地", "caljd", "ChangAnLuJiDi");
    typed(&cx, "女子绿道", "nzld", "NvZiLvDao");
    typed(&cx, "byd-2", "", "");
    typed(&cx, "“·”", "", "");
    typed(&cx, "", "", "");
    struct buf initials = buf_init(cx.arena), letters = buf_init(cx.arena);
    OK(pinyin_add("渭南高新区", 2, &initials, &letters), "only so many characters");
    EQ_TEXT(letters.data, "WeiNan");
    test_splits(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
