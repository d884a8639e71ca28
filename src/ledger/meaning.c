/* meaning.c — reads a column's head: which target, how sure, for which year and month. */
#include "base/map.h"
#include "base/text.h"
#include "ledger/target.h"

#include <ctype.h>
#include <string.h>

/* A word that heads of a target use. */
struct head_word {
    const char *folded, *core; /* NULL ends the list */
    bool label;
};

struct head_reader {
    const struct ledger_kind *kind;
    const struct target *targets;
    int count;
    struct head_word **words; /* by target */
};

/* A head as it is compared: folded; without brackets, units and years; without words that change nothing. */
struct head_text {
    const char *folded, *bare, *core;
};

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

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), k = strlen(end);
    return n >= k && strcmp(s + n - k, end) == 0;
}

static bool is_latin(char c)
{
    return isalnum((unsigned char)c) || (c && strchr(" .,-/&'", c));
}

/* A head in two languages, "项目名称projectname", is read by its Chinese; three letters may be a word of it (PPP, EPC). */
static void drop_english(char *head)
{
    enum { LETTERS = 4 };
    size_t n = strlen(head), from = n, to = 0, letters = 0;
    while (from > 0 && is_latin(head[from - 1]))
        letters += isalpha((unsigned char)head[--from]) != 0;
    if (from == 0) { /* nothing but English: "planned investment 2024" */
        while (n > 0 && isdigit((unsigned char)head[n - 1]))
            head[--n] = '\0';
        return;
    }
    if (letters >= LETTERS)
        head[from] = '\0';
    for (letters = 0; is_latin(head[to]); to++)
        letters += isalpha((unsigned char)head[to]) != 0;
    if (letters >= LETTERS)
        memmove(head, head + to, strlen(head + to) + 1);
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
    drop_english(out);
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

/* "6月", "6月份" */
static bool is_only_month(const char *leaf)
{
    while (isdigit((unsigned char)*leaf))
        leaf++;
    return strcmp(leaf, "月") == 0 || strcmp(leaf, "月份") == 0;
}

static const struct target *by_kind(const struct head_reader *r, enum target_kind kind)
{
    for (int i = 0; i < r->count; i++)
        if (r->targets[i].kind == kind)
            return &r->targets[i];
    return NULL;
}

/* Money done and planned, told apart by the words around them (domain §19: last year's columns stand beside this year's). */
static struct meaning money_meaning(const struct head_reader *r, const struct head_text *head,
                                    const struct head_text *whole)
{
    const char *leaf = head->folded, *full = whole->folded;
    struct meaning none = {0};
    int first = 0, last = 0, year = year_in(leaf) ? year_in(leaf) : year_in(full);
    bool months = months_in(leaf, &first, &last) || months_in(full, &first, &last);
    static const char shares[] =
        "% 率 占比 占总 占计划 比例 增速 增幅 排名 个数 面积 得分 差额 剩余 未完成 缺口 目标任务 工作量 原因 时间 时限";
    bool telling = has_any(leaf, "投资 资金 金额 完成 计划");
    if (has_any(leaf, shares) || (!telling && has_any(full, shares)))
        return none;
    bool planned =
        has_any(leaf, "计划 目标 拟 任务") || (has_any(full, "计划 目标") && !has_any(leaf, "完成 实际 累计 到位"));
    bool money = has_any(full, "投资 资金 金额 万元 亿元") || strcmp(head->bare, "年度完成") == 0 ||
                 strcmp(head->bare, "年度累计完成") == 0 || strcmp(head->bare, "完成额") == 0 ||
                 (ends_with(head->bare, "月完成") && !has_any(leaf, "进度 工程 产值 任务 工作 是否"));
    bool done = has_any(leaf, "完成 累计 实际") || (has_any(full, "完成") && !has_any(leaf, "总投资"));
    if (has_any(leaf, "总投资") && !has_any(leaf, "完成 累计"))
        return none;
    if (planned && money) {
        if (has_any(leaf, "总 开工 竣工 申请 申报 争取 债券 贷款") || has_any(full, "下月 季度 下步 下一步"))
            return none;
        if (has_any(full, "本月 当月") ||
            (months && first == last && (!has_any(full, "年度") || is_only_month(leaf) || has_any(full, "月度"))))
            return (struct meaning){by_kind(r, TARGET_PLAN_MONTH), 90, year, months ? last : 0};
        if (months && last < 12) /* what should be done by then, of the year's */
            return none;
        return (struct meaning){by_kind(r, TARGET_PLAN), 90, year, 0};
    }
    if (!done || (!money && !has_any(full, "累计完成 完成额")))
        return none;
    bool last_year_only = has_any(leaf, "上年 去年") && !has_any(full, "底 末 累计 年前 以前 截至 截止 历年 往年");
    if (has_any(leaf, "上月 同期 支付 拨付 付款") || last_year_only) /* what stood earlier, or was paid */
        return none;
    bool since_january = has_any(leaf, "年初至 年初到 年初以来 年初累计");
    if (!since_january && has_any(full, "年底 年末 上年 去年 以前 往年 历年 年前 年以前 年度前 年初") &&
        !has_any(leaf, "今年 本年 当年")) {
        int before = year;
        if (before && has_any(full, "年前 年以前 年初"))
            before--;
        return (struct meaning){by_kind(r, TARGET_DONE_BEFORE), 92, before, 12};
    }
    if (has_any(full, "开工以来 自开工 开工至今 开工累计 开累 总累计 建设以来 项目累计"))
        return (struct meaning){by_kind(r, TARGET_DONE_ALL), 95, year, months ? last : 0};
    if (!since_january &&
        (has_any(leaf, "本月 当月") || (months && first == last && !has_any(leaf, "截至 截止 累计 底"))))
        return (struct meaning){by_kind(r, TARGET_DONE_MONTH), 90, year,
                                months && !(first == 1 && last == 1 && has_any(leaf, "本月 当月")) ? last : 0};
    if (since_january || has_any(full, "本年 今年 当年 年内 全年 年度 年以来") || (months && first == 1 && last > 1) ||
        (year && !has_any(full, "截至 截止") && !has_any(leaf, "总")))
        return (struct meaning){by_kind(r, TARGET_DONE_YEAR), 92, year, months ? last : 0};
    if (has_any(leaf, "累计") || has_any(full, "累计"))
        return (struct meaning){by_kind(r, TARGET_DONE_ALL), months || has_any(full, "截至 截止") ? 85 : 80, year,
                                months ? last : 0};
    return (struct meaning){by_kind(r, TARGET_DONE_YEAR), 70, year, months ? last : 0};
}

/* A head without the words that change nothing: "存在的主要困难和问题" and "困难问题" are one. */
static const char *core_of(struct arena *a, const char *bare)
{
    static const char *const noise[] = {"的",   "及",   "和",   "与",   "或",   "、",   "/",    ",",
                                        "主要", "存在", "情况", "目前", "当前", "最新", "具体", NULL};
    char *out = arena_strdup(a, bare), *w = out;
    for (const char *r = bare; *r;) {
        size_t n = 0;
        for (const char *const *word = noise; *word && !n; word++)
            n = text_starts(r, *word) ? strlen(*word) : 0;
        if (n)
            r += n;
        else
            *w++ = *r++;
    }
    *w = '\0';
    return text_starts(out, "项目") && strlen(out) > strlen("项目时间") ? out + strlen("项目") : out;
}

/* How well a head fits one word: 100 the very word, less when it is part of a longer head, 0 not at all. */
static int fit(const struct head_text *head, const struct head_word *word)
{
    if (strcmp(head->folded, word->folded) == 0)
        return word->label ? 100 : 96;
    if (strcmp(head->bare, word->folded) == 0)
        return word->label ? 95 : 92;
    if (strcmp(head->core, word->core) == 0)
        return 88;
    size_t n = strlen(word->folded), length = strlen(head->bare);
    if (n < 6 || length > 60 || length < n) /* one Chinese character inside a longer head says nothing */
        return 0;
    if (!strstr(head->bare, word->folded))
        return 0;
    bool ends = strcmp(head->bare + length - n, word->folded) == 0;
    return (ends ? 45 : 38) + (int)(100 * n / length) * 45 / 100;
}

static bool is_yes_no(const struct target *t)
{
    return t->kind == TARGET_STATISTICS || t->kind == TARGET_STARTED || t->kind == TARGET_HALTED;
}

/* "总投资占比" is no money, "停工原因" no yes or no, "项目个数" no name. */
static bool may_mean(const struct target *t, const struct head_text *head, int score)
{
    if (has_any(head->folded, "个数 家数 数量 项数") || has_any(head->bare, "项目数"))
        return t->kind == TARGET_FIELD && t->field->type == T_INT;
    if (target_is_money(t) && has_any(head->folded, "% 率 占比 占总 占计划 比例 增速 增幅 排名 个数 面积"))
        return false;
    if (strcmp(t->id, "code") == 0 && has_any(head->bare, "入库 备案 合同 文号 批文 行业"))
        return false;
    if (strcmp(t->id, "stage") == 0 && has_any(head->bare, "序时"))
        return false;
    if (t->kind == TARGET_GOAL && has_any(head->folded, "% 率 占"))
        return false;
    bool exact = score >= 88, date = t->kind == TARGET_FIELD && t->field->type == T_DATE;
    if (is_yes_no(t) && !exact)
        return text_starts(head->folded, "是否") || has_any(head->bare, "情况 状态 时间");
    if (!exact && (date || target_is_money(t)) && has_any(head->bare, "原因 说明 措施 问题 依据"))
        return false;
    return true;
}

static int best_fit(const struct head_reader *r, int target, const struct head_text *head)
{
    int best = 0;
    for (const struct head_word *w = r->words[target]; w->folded; w++) {
        int score = fit(head, w);
        if (score > best)
            best = score;
    }
    return may_mean(&r->targets[target], head, best) ? best : 0;
}

static void add_word(struct arena *a, struct head_word *words, int *count, const char *word, bool label)
{
    const char *folded = text_fold(a, word);
    if (folded && *folded)
        words[(*count)++] = (struct head_word){folded, core_of(a, folded), label};
}

/* Labels, the id, and the synonyms of the target and of the kind, folded once. */
static struct head_word *words_of(struct arena *a, const struct ledger_kind *k, const struct target *t)
{
    const char *more = "";
    for (const struct head_words *m = k->heads; m && m->target; m++)
        if (strcmp(m->target, t->id) == 0)
            more = m->words;
    char **list = text_split(a, arena_printf(a, "%s %s", t->synonyms ? t->synonyms : "", more), ' ');
    int n = 0, count = 0;
    while (list[n])
        n++;
    struct head_word *words = arena_array(a, (size_t)n + 4, sizeof *words);
    add_word(a, words, &count, t->label.zh, true);
    add_word(a, words, &count, t->label.en, true);
    add_word(a, words, &count, t->id, true);
    for (char **w = list; *w; w++)
        add_word(a, words, &count, *w, false);
    return words;
}

struct head_reader *head_reader_new(struct ctx *cx, const struct ledger_kind *k)
{
    struct arena *a = cx->arena;
    struct head_reader *r = ARENA_NEW(a, struct head_reader);
    r->kind = k;
    r->targets = target_list(a, k, &r->count);
    r->words = arena_array(a, (size_t)r->count + 1, sizeof *r->words);
    for (int i = 0; i < r->count; i++)
        r->words[i] = words_of(a, k, &r->targets[i]);
    return r;
}

void head_reader_words(const struct head_reader *r, struct map *into)
{
    for (int i = 0; i < r->count; i++) {
        bool must = strcmp(r->targets[i].id, r->kind->must) == 0;
        int64_t known;
        for (const struct head_word *w = r->words[i]; w->folded; w++)
            if (must || !map_get(into, w->folded, &known))
                map_set(into, w->folded, must ? 2 : 1);
    }
}

const char *head_bare(struct arena *a, const char *written)
{
    return bare_head(a, text_fold(a, written));
}

static const char *planned_twin(const char *field)
{
    if (strcmp(field, "started_on") == 0)
        return "planned_start";
    if (strcmp(field, "completed_on") == 0 || strcmp(field, "operating_on") == 0)
        return "planned_completion";
    return NULL;
}

/* Under 责任领导及单位 the leaves are 领导 and 单位: short for the responsible ones; under 开竣工时间 they are 开工 and 竣工. */
static const char *leaf_in_full(struct arena *a, const char *leaf, const char *folded_full)
{
    static const char *const events[] = {"开工", "竣工", "完工", "投产", "建成", "计划开工", "计划竣工", NULL};
    for (const char *const *e = events; *e && has_any(folded_full, "时间 日期 年月"); e++)
        if (strcmp(leaf, *e) == 0)
            return arena_printf(a, "%s时间", leaf);
    bool responsible = has_any(folded_full, "责任 牵头 包联 包抓 主管");
    return !responsible                ? leaf
           : strcmp(leaf, "单位") == 0 ? "责任单位"
           : strcmp(leaf, "部门") == 0 ? "责任部门"
           : strcmp(leaf, "领导") == 0 ? "包联领导"
                                       : leaf;
}

static struct head_text head_text_of(struct arena *a, const char *written)
{
    const char *folded = text_fold(a, written), *bare = bare_head(a, folded);
    return (struct head_text){folded, bare, core_of(a, bare)};
}

/* "计划竣工时间", "竣工时间(预计)"; but "开工(计划开工)时间" and "实际/计划开工时间" hold both, and a date to come is a plan anyway. */
static bool asks_for_plan(const struct head_text *head)
{
    static const char words[] = "计划 预计 拟 预期";
    if (has_any(head->folded, "实际"))
        return false;
    const char *bracket = strpbrk(head->folded, "([");
    return has_any(head->bare, words) ||
           (bracket && has_any(bracket, words) && !has_any(bracket, "开工 竣工 投产 完工 建成"));
}

static const struct target *by_id(const struct head_reader *r, const char *id)
{
    for (int i = 0; id && i < r->count; i++)
        if (strcmp(r->targets[i].id, id) == 0)
            return &r->targets[i];
    return NULL;
}

struct meaning head_read(struct ctx *cx, const struct head_reader *r, const char *leaf_written,
                         const char *full_written)
{
    struct head_text full = head_text_of(cx->arena, full_written);
    struct head_text leaf =
        head_text_of(cx->arena, leaf_in_full(cx->arena, text_fold(cx->arena, leaf_written), full.folded));
    if (!*leaf.folded)
        return (struct meaning){0};
    bool single = strcmp(leaf.folded, full.folded) == 0;
    struct meaning best = {0};
    for (int i = 0; i < r->count; i++) {
        int score = best_fit(r, i, &leaf), whole = single ? 0 : best_fit(r, i, &full);
        if (whole > score)
            score = whole;
        if (score > best.confidence)
            best = (struct meaning){&r->targets[i], score, 0, 0};
    }
    if (by_kind(r, TARGET_PLAN)) {
        struct meaning money = money_meaning(r, &leaf, &full);
        bool known_money = best.target && target_is_money(best.target);
        bool sure_field = best.target && best.target->kind == TARGET_FIELD && best.confidence >= 95;
        if (money.target && (money.confidence > best.confidence || known_money) && !sure_field)
            best = money;
        else if (!money.target && known_money && best.target->kind != TARGET_FIELD && best.confidence < 88)
            best = (struct meaning){0}; /* "本月计划投资" holds 计划投资 and is no annual plan */
        else if (best.target && (best.target->kind == TARGET_PLAN || best.target->kind == TARGET_DONE_YEAR))
            best.year = year_in(full.folded);
    }
    if (best.target && best.target->kind == TARGET_FIELD && best.target->field->type == T_DATE &&
        asks_for_plan(&leaf)) {
        const struct target *twin = by_id(r, planned_twin(best.target->id));
        best.target = twin ? twin : best.target;
    }
    if (best.target && best.target->kind == TARGET_GOAL && !best.year)
        best.year = year_in(full.folded);
    return best.confidence < 55 ? (struct meaning){0} : best;
}

int head_year(struct ctx *cx, const char *written)
{
    return year_in(text_fold(cx->arena, written));
}

bool head_is_count(struct ctx *cx, const char *written)
{
    const char *folded = text_fold(cx->arena, written);
    return folded && has_any(folded, "个数 家数 项目数 项数 项目总数");
}
