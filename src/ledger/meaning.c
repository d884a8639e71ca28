/* meaning.c — reads a column's head: which target, how sure, for which year and month. */
#include "base/text.h"
#include "ledger/target.h"

#include <ctype.h>
#include <string.h>

/* Does s hold any of the words (separated by spaces)? */
static bool has_any(const char *s, const char *words)
{
    for (const char *w = words; *w;) {
        size_t n = strcspn(w, " ");
        if (n && memmem(s, strlen(s), w, n))
            return true;
        w += n + (w[n] == ' ');
    }
    return false;
}

/* A folded head without what stands in brackets, and without unit names and years that do not change its meaning. */
static char *bare_head(struct arena *a, const char *folded)
{
    char *out = arena_strdup(a, folded), *w = out;
    int depth = 0;
    for (const char *r = folded; *r;) {
        if (*r == '(' || *r == '[') {
            depth++;
            r++;
        } else if (*r == ')' || *r == ']') {
            depth -= depth > 0;
            r++;
        } else if (depth) {
            r++;
        } else if (isdigit((unsigned char)r[0]) && isdigit((unsigned char)r[1]) && isdigit((unsigned char)r[2]) &&
                   isdigit((unsigned char)r[3]) && strncmp(r + 4, "年", 3) == 0) {
            r += strncmp(r + 7, "度", 3) == 0 ? 10 : 7;
            memcpy(w, "年度", 6); /* "2023年计划投资" reads 年度计划投资 */
            w += 6;
        } else {
            *w++ = *r++;
        }
    }
    *w = '\0';
    const char *const units[] = {"/万元", "/亿元", "/元", ":万元", ":亿元", "万元", "亿元"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t n = strlen(units[i]), length = strlen(out);
        if (length > n && strcmp(out + length - n, units[i]) == 0) {
            out[length - n] = '\0';
            break;
        }
    }
    return out;
}

/* The first year written out, 0 when none. */
static int year_in(const char *s)
{
    for (; *s; s++)
        if ((s[0] == '1' || s[0] == '2') && isdigit((unsigned char)s[1]) && isdigit((unsigned char)s[2]) &&
            isdigit((unsigned char)s[3]) && !isdigit((unsigned char)s[4])) {
            int year = (s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 + (s[3] - '0');
            if (year >= 1990 && year <= 2100)
                return year;
        }
    return 0;
}

/* The month before 月: "1-12月" gives first 1, last 12; "6月" 6, 6.  False when there is none. */
static bool months_in(const char *s, int *first, int *last)
{
    const char *month = strstr(s, "月");
    if (!month || month == s)
        return false;
    const char *p = month;
    while (p > s && isdigit((unsigned char)p[-1]))
        p--;
    if (p == month)
        return false;
    *last = 0;
    for (const char *d = p; d < month; d++)
        *last = *last * 10 + (*d - '0');
    *first = *last;
    if (p > s && (p[-1] == '-' || p[-1] == '~') && p - 1 > s && isdigit((unsigned char)p[-2])) {
        *first = p[-2] - '0';
        if (p - 2 > s && isdigit((unsigned char)p[-3]))
            *first += 10 * (p[-3] - '0');
    } else if (p - 3 >= s && (strncmp(p - 3, "至", 3) == 0 || strncmp(p - 3, "到", 3) == 0)) {
        const char *q = p - 3;
        if (q - 3 >= s && strncmp(q - 3, "月", 3) == 0)
            q -= 3;
        *first = q > s && isdigit((unsigned char)q[-1]) ? q[-1] - '0' : *last;
    }
    return *last >= 1 && *last <= 12 && *first >= 1 && *first <= *last;
}

static const struct target *by_kind(const struct target *targets, int count, enum target_kind kind)
{
    for (int i = 0; i < count; i++)
        if (targets[i].kind == kind)
            return &targets[i];
    return NULL;
}

/* Money done and planned, told apart by the words around them (domain §19: last year's columns stand beside this year's). */
static struct meaning money_meaning(const struct target *targets, int count, const char *leaf, const char *full)
{
    struct meaning none = {0};
    int first = 0, last = 0, year = year_in(leaf) ? year_in(leaf) : year_in(full);
    bool months = months_in(leaf, &first, &last) || months_in(full, &first, &last);
    if (has_any(full, "% 率 占比 占总 比例 增速 增幅 排名 个数 面积 得分 差额 剩余 未完成 缺口"))
        return none;
    bool planned = has_any(leaf, "计划 目标 拟 任务") || (has_any(full, "计划 目标") && !has_any(leaf, "完成 实际 累计 到位"));
    bool money = has_any(full, "投资 资金 金额 万元 亿元");
    bool done = has_any(leaf, "完成 累计 实际") || (has_any(full, "完成") && !has_any(leaf, "总投资"));
    if (has_any(leaf, "总投资") && !has_any(leaf, "完成 累计"))
        return none;
    if (planned && money) {
        if (has_any(leaf, "总 开工 竣工 时间") || (months && first == last && !has_any(full, "年度")) || has_any(full, "本月 当月 下月 季度"))
            return none;
        return (struct meaning){by_kind(targets, count, TARGET_PLAN), 90, year, 0};
    }
    if (!done || (!money && !has_any(full, "累计完成 完成额")))
        return none;
    if (has_any(full, "年底 年末 上年 去年 以前 往年 历年 年前 年以前 年度前 年初") && !has_any(leaf, "今年 本年 当年")) {
        int before = year ? year : 0;
        if (before && has_any(full, "年前 年以前 年初"))
            before--;
        return (struct meaning){by_kind(targets, count, TARGET_DONE_BEFORE), 92, before, 12};
    }
    if (has_any(full, "开工以来 自开工 开工至今 开工累计 开累 总累计 建设以来 项目累计"))
        return (struct meaning){by_kind(targets, count, TARGET_DONE_ALL), 95, year, months ? last : 0};
    if (has_any(leaf, "本月 当月") || (months && first == last && !has_any(leaf, "截至 截止 累计 底")))
        return (struct meaning){by_kind(targets, count, TARGET_DONE_MONTH), 90, year, months && !(first == 1 && last == 1 && has_any(leaf, "本月 当月")) ? last : 0};
    if (has_any(full, "本年 今年 当年 年内 全年 年度 年以来") || (months && first == 1 && last > 1) ||
        (year && !has_any(full, "截至 截止") && !has_any(leaf, "总")))
        return (struct meaning){by_kind(targets, count, TARGET_DONE_YEAR), 92, year, months ? last : 0};
    if (has_any(leaf, "累计") || has_any(full, "累计"))
        return (struct meaning){by_kind(targets, count, TARGET_DONE_ALL), months || has_any(full, "截至 截止") ? 85 : 80, year, months ? last : 0};
    return (struct meaning){by_kind(targets, count, TARGET_DONE_YEAR), 70, year, months ? last : 0};
}

/* How well a head fits one word: 100 the very word, less when it is part of a longer head, 0 not at all. */
static int fit(struct arena *a, const char *folded, const char *bare, const char *word, bool label)
{
    const char *w = text_fold(a, word);
    size_t n = strlen(w);
    if (n == 0)
        return 0;
    if (strcmp(folded, w) == 0)
        return label ? 100 : 96;
    if (strcmp(bare, w) == 0)
        return label ? 95 : 92;
    if (n < 6 || strlen(bare) > 60) /* one Chinese character inside a longer head says nothing */
        return 0;
    if (!strstr(bare, w))
        return 0;
    int share = (int)(100 * n / strlen(bare));
    size_t tail = strlen(bare) - n;
    bool ends = strcmp(bare + tail, w) == 0;
    return (ends ? 45 : 38) + share * 45 / 100;
}

static int best_fit(struct arena *a, const char *folded, const char *bare, const struct target *t)
{
    int best = fit(a, folded, bare, t->label.zh, true);
    int english = fit(a, folded, bare, t->label.en, true);
    if (english >= 95 && english > best)
        best = english;
    if (t->id && strcmp(folded, t->id) == 0)
        best = 100;
    if (!t->synonyms)
        return best;
    for (char **w = text_split(a, t->synonyms, ' '); *w; w++) {
        int score = fit(a, folded, bare, *w, false);
        if (score > best)
            best = score;
    }
    return best;
}

static const char *planned_twin(const char *field)
{
    if (strcmp(field, "started_on") == 0)
        return "planned_start";
    if (strcmp(field, "completed_on") == 0 || strcmp(field, "operating_on") == 0)
        return "planned_completion";
    return NULL;
}

struct meaning head_meaning(struct ctx *cx, const struct ledger_kind *k, const struct target *targets, int count, const char *leaf, const char *full)
{
    struct arena *a = cx->arena;
    const char *leaf_folded = text_fold(a, leaf), *full_folded = text_fold(a, full);
    if (!leaf_folded || !*leaf_folded)
        return (struct meaning){0};
    const char *leaf_bare = bare_head(a, leaf_folded), *full_bare = bare_head(a, full_folded);
    struct meaning best = {0};
    for (int i = 0; i < count; i++) {
        int score = best_fit(a, leaf_folded, leaf_bare, &targets[i]);
        int whole = strcmp(leaf_folded, full_folded) == 0 ? 0 : best_fit(a, full_folded, full_bare, &targets[i]);
        if (whole > score)
            score = whole;
        if (score > best.confidence)
            best = (struct meaning){&targets[i], score, 0, 0};
    }
    if (k->facts && by_kind(targets, count, TARGET_PLAN)) {
        struct meaning money = money_meaning(targets, count, leaf_folded, full_folded);
        bool known_money = best.target && target_is_money(best.target);
        if (money.target && (money.confidence > best.confidence || known_money) &&
            !(best.target && best.target->kind == TARGET_FIELD && best.confidence >= 95))
            best = money;
        else if (!money.target && known_money && best.target->kind != TARGET_FIELD && has_any(full_folded, "% 率 占比 比例 增速"))
            best = (struct meaning){0};
        else if (best.target && best.target->kind == TARGET_PLAN)
            best.year = year_in(full_folded);
    }
    if (best.target && best.target->kind == TARGET_FIELD && best.target->field->type == T_DATE && has_any(full_folded, "计划 预计 拟 预期")) {
        const char *twin = planned_twin(best.target->id);
        for (int i = 0; twin && i < count; i++)
            if (strcmp(targets[i].id, twin) == 0)
                best.target = &targets[i];
    }
    if (best.target && best.target->kind == TARGET_GOAL && !best.year)
        best.year = year_in(full_folded);
    if (best.confidence < 55)
        best = (struct meaning){0};
    return best;
}
