/* pinyin_test.c — Chinese as people type it. */
#include "base/pinyin.h"
#include "base/text.h"
#include "tap.h"

static void typed(struct ctx *cx, const char *text, const char *want_initials, const char *want_letters)
{
    struct buf initials = buf_init(cx->arena), letters = buf_init(cx->arena);
    bool chinese = pinyin_add(text, 100, &initials, &letters);
    EQ_TEXT(initials.data, want_initials);
    EQ_TEXT(letters.data, want_letters);
    EQ_INT(chinese, *want_initials != '\0');
}

int main(void)
{
    struct ctx cx = tap_ctx();
    EQ_TEXT(pinyin_syllable(0x6E2D), "wei");
    EQ_TEXT(pinyin_syllable(0x7EFF), "lv");
    EQ_TEXT(pinyin_syllable('a'), "");
    EQ_TEXT(pinyin_syllable(0x1F600), "");
    typed(&cx, "渭南高新区", "wngxq", "weinangaoxinqu");
    typed(&cx, "城市污水处理厂", "cswsclc", "chengshiwushuichulichang");
    typed(&cx, "5g产业园(二期)", "5gcyyeq", "5gchanyeyuanerqi");
    typed(&cx, "长安路基地", "caljd", "changanlujidi");
    typed(&cx, "女子绿道", "nzld", "nvzilvdao");
    typed(&cx, "byd-2", "", "");
    typed(&cx, "“·”", "", "");
    typed(&cx, "", "", "");
    struct buf initials = buf_init(cx.arena), letters = buf_init(cx.arena);
    OK(pinyin_add("渭南高新区", 2, &initials, &letters), "only so many characters");
    EQ_TEXT(letters.data, "weinan");
    tap_ctx_free(&cx);
    return tap_done();
}
