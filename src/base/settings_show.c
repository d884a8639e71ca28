/* settings_show.c — the example file: every setting with its default, explained and commented out. */
#include "base/settings_inner.h"

#include <string.h>

/* A paragraph as comment lines. */
static void put_comment(struct buf *out, const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        buf_text(out, "# ");
        buf_add(out, text, n);
        buf_char(out, '\n');
        text += n + (text[n] == '\n');
    }
}

static void put_setting(struct buf *out, const struct settings_section *section, const struct setting *g,
                        enum lang lang)
{
    const struct field *f = &g->field;
    const char *value = setting_text(out->arena, g, field_get(f, section->standard));
    put_comment(out, label_in(f->label, lang));
    put_comment(out, label_in(f->help, lang));
    if (f->type != T_TEXT)
        put_comment(out, arena_printf(out->arena, lang == LANG_ZH ? "（%s）" : "(%s)",
                                      label_in(setting_expects(out->arena, g), lang)));
    buf_printf(out, "#%s =%s%s\n", f->name, *value ? " " : "", value);
    if (f->flags & FIELD_SECRET)
        buf_printf(out, "#%s_file =\n", f->name);
    buf_char(out, '\n');
}

void settings_example(struct buf *out, const struct settings_section *const *sections, enum lang lang)
{
    static const struct label head = {
        "steward.conf — Steward 项目管家的设置。\n"
        "每一项都有默认值；要改哪一项，去掉它前面的“#”。steward config 印出各项现在的值和来处。\n"
        "高于本文件的：环境变量 STEWARD_<节>_<名>（如 STEWARD_SERVE_LISTEN），再高于它的：命令行。",
        "steward.conf — settings of Steward.\n"
        "Everything has a default; to change one, take away its \"#\". steward config prints each value and its "
        "source.\n"
        "Above this file: the environment, STEWARD_<SECTION>_<NAME> (STEWARD_SERVE_LISTEN); above that the command "
        "line.",
    };
    put_comment(out, label_in(head, lang));
    for (const struct settings_section *const *s = sections; *s; s++) {
        buf_char(out, '\n');
        put_comment(out, label_in((*s)->label, lang));
        buf_printf(out, (*s)->many ? "#[%s.one]\n" : "[%s]\n", (*s)->name);
        for (const struct setting *g = (*s)->settings; g->field.type != T_END; g++)
            put_setting(out, *s, g, lang);
        out->length--; /* one empty line between sections, none at the end */
        out->data[out->length] = '\0';
    }
}
