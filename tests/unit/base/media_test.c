/* media_test.c — what files are by their bytes, and names that are safe to keep. */
#include "base/buf.h"
#include "base/media.h"
#include "base/text.h"
#include "tap.h"

#include <string.h>

static void types(void)
{
    /* clang-format off */
    static const struct { const char *name, *bytes; size_t n; const char *type; bool image, pdf; } cases[] = {
        {"a.png",  "\x89PNG\r\n\x1a\n...", 11, "image/png", true, false},
        {"a.html", "\x89PNG\r\n\x1a\n<b>", 11, "image/png", true, false},
        {"a",      "\xff\xd8\xff\xe0", 4, "image/jpeg", true, false},
        {"a.gif",  "GIF89a", 6, "image/gif", true, false},
        {"a.webp", "RIFF\0\0\0\0WEBPVP8 ", 16, "image/webp", true, false},
        {"a.webp", "RIFF\0\0\0\0WAVE", 12, "application/octet-stream", false, false},
        {"a.png",  "<svg onload=alert(1)>", 21, "application/octet-stream", false, false},
        {"a.svg",  "<svg/>", 6, "application/octet-stream", false, false},
        {"a.html", "<script>", 8, "application/octet-stream", false, false},
        {"a.pdf",  "%PDF-1.7", 8, "application/pdf", false, true},
        {"a.pdf",  "<html>%PDF-", 11, "application/octet-stream", false, false},
        {"台账.XLSX", "PK", 2, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false, false},
        {"a.txt",  "<script>", 8, "text/plain; charset=utf-8", false, false},
        {NULL,     "", 0, "application/octet-stream", false, false},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct media m = media_of(cases[i].name, cases[i].bytes, cases[i].n);
        OK(strcmp(m.type, cases[i].type) == 0 && m.image == cases[i].image && m.pdf == cases[i].pdf,
           "%s is %s (got %s)", cases[i].name ? cases[i].name : "(no name)", cases[i].type, m.type);
    }
}

static void names(struct ctx *cx)
{
    struct arena *a = cx->arena;
    EQ_TEXT(file_name_clean(a, "现场 照片.jpg"), "现场 照片.jpg");
    EQ_TEXT(file_name_clean(a, "C:\\照片\\一.jpg"), "一.jpg");
    EQ_TEXT(file_name_clean(a, "../../etc/passwd"), "passwd");
    EQ_TEXT(file_name_clean(a, "a\r\nSet-Cookie: x.jpg"), "aSet-Cookie x.jpg");
    EQ_TEXT(file_name_clean(a, "账\u202egpj.exe"), "账gpj.exe");
    EQ_TEXT(file_name_clean(a, "a<b>\"c\"|?*.txt"), "abc.txt");
    OK(!file_name_clean(a, NULL) && !file_name_clean(a, "") && !file_name_clean(a, "a/") && !file_name_clean(a, "..") &&
           !file_name_clean(a, " \x01 "),
       "what leaves no name is none");
    struct buf long_name = buf_init(a);
    for (int i = 0; i < 300; i++)
        buf_text(&long_name, "长");
    buf_text(&long_name, ".docx");
    const char *cut = file_name_clean(a, long_name.data);
    EQ_INT(text_chars(cut), 255);
    OK(strcmp(cut + strlen(cut) - 5, ".docx") == 0, "a long name keeps its ending");
}

int main(void)
{
    struct ctx cx = tap_ctx();
    types();
    names(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
