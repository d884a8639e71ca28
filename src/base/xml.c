/* xml.c — the pull scanner: a window over the document, in which every token is whole. */
#include "base/xml.h"

enum {
    FIRST_WINDOW = 128 << 10,
    LAST_WINDOW = 16 << 20, /* no token is longer */
    SLACK = 16,             /* readable bytes behind the window's end, for the sentinel and for wide loads */
};

/* The token at x->at is not whole in the window: read on and scan it again. */
#define NEED_MORE ((enum xml_event) - 1)

bool xml_malformed(struct xml *x, const char *cause)
{
    fail(x->cx, ERR_INPUT, "XML-01", x->where, "%s 的内容已损坏（XML 结构不完整），请用办公软件打开后另存，再上传",
         "the content of %s is damaged (its XML is broken); open it in an office program and save it again", x->where);
    fail_cause(x->cx, cause);
    return false;
}

static enum xml_event malformed(struct xml *x, const char *cause)
{
    (void)xml_malformed(x, cause);
    return XML_FAILED;
}

bool xml_bad_encoding(struct xml *x)
{
    return fail(x->cx, ERR_INPUT, "XML-04", x->where, "%s 的内容不是 UTF-8 编码，请用办公软件打开后另存，再上传",
                "the content of %s is not UTF-8; open it in an office program and save it again", x->where);
}

static enum xml_event fail_dtd(struct xml *x)
{
    fail(x->cx, ERR_INPUT, "XML-02", x->where,
         "%s 内含 DTD 或实体定义，可能危害系统，已拒绝；请用办公软件打开后另存，再上传",
         "%s holds a DTD or entity definitions, which can do harm, and was refused; open it in an office program and "
         "save it again",
         x->where);
    return XML_FAILED;
}

void xml_init(struct xml *x, struct ctx *cx, struct arena *arena, const char *where, xml_source *read, void *arg)
{
    memset(x, 0, sizeof *x);
    x->cx = cx;
    x->arena = arena;
    x->where = where;
    x->read = read;
    x->read_arg = arg;
    x->room = FIRST_WINDOW;
    x->window = arena_alloc(arena, x->room + SLACK);
    x->at = x->end = x->window;
}

/* Make room behind what is not scanned yet. */
static bool make_room(struct xml *x)
{
    size_t kept = (size_t)(x->end - x->at);
    if (x->at > x->window)
        memmove(x->window, x->at, kept);
    else if (kept == x->room && x->room >= LAST_WINDOW)
        return fail(
            x->cx, ERR_TOO_LARGE, "XML-03", x->where, "%s 中有一段内容超过 %d MiB，请检查并删除过长的单元格内容",
            "%s holds one text longer than %d MiB; find the overlong cell and cut it", x->where, LAST_WINDOW >> 20);
    else if (kept == x->room) {
        x->window = arena_grow(x->arena, x->window, x->room + SLACK, x->room * 2 + SLACK);
        x->room *= 2;
    }
    x->at = x->window;
    x->end = x->window + kept;
    return true;
}

static bool check_start(struct xml *x)
{
    static const char bom[] = "\xEF\xBB\xBF";
    const unsigned char *p = (const unsigned char *)x->at;
    if (x->end - x->at >= 2 && (p[0] == 0xFE || p[0] == 0xFF || p[0] == 0 || p[1] == 0))
        return xml_bad_encoding(x); /* UTF-16, or UTF-32 */
    if (x->end - x->at >= 3 && memcmp(p, bom, 3) == 0)
        x->at += 3;
    return true;
}

static bool refill(struct xml *x)
{
    size_t n = 0;
    bool first = !x->begun;
    if (!make_room(x) || !x->read(x->read_arg, x->end, (size_t)(x->window + x->room - x->end), &n))
        return false;
    x->begun = true;
    x->ended = n == 0;
    x->end += n;
    memset(x->end, 0, SLACK);
    return !first || check_start(x);
}

static inline bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static inline char *skip_space(char *p)
{
    while (is_space(*p))
        p++;
    return p;
}

/* Ends a tag's or an attribute's name: white space = / > < " ' and NUL. */
static inline bool ends_name(char c)
{
    const uint64_t ends = 1ULL << 0 | 1ULL << '\t' | 1ULL << '\n' | 1ULL << '\r' | 1ULL << ' ' | 1ULL << '=' |
                          1ULL << '/' | 1ULL << '>' | 1ULL << '<' | 1ULL << '"' | 1ULL << '\'';
    return (unsigned char)c < 64 && ends >> c & 1;
}

/* A NUL is the window's end, or a byte that no XML may hold. */
static enum xml_event at_nul(struct xml *x, const char *p)
{
    return p == x->end ? NEED_MORE : malformed(x, "NUL in the text");
}

static char *scan_name(struct xml *x, char *p)
{
    char *local = p;
    for (; !ends_name(*p); p++)
        if (*p == ':')
            local = p + 1;
    x->name = local;
    x->name_n = (size_t)(p - local);
    return p;
}

/* Length and first eight bytes of the name: enough to tell a tag that closes another. */
static uint64_t abridged(const struct xml *x)
{
    uint64_t key;
    memcpy(&key, x->name, sizeof key); /* SLACK makes it readable */
    if (x->name_n < sizeof key)
        key &= (1ULL << 8 * x->name_n) - 1;
    return key ^ (uint64_t)x->name_n << 56;
}

/* name="value" at p.  Namespace declarations are passed over. */
static enum xml_event scan_attr(struct xml *x, char **at)
{
    char *p = *at, *name = p;
    struct xml_attr attr;
    for (; !ends_name(*p); p++)
        if (*p == ':')
            name = p + 1;
    attr.name = name;
    attr.name_n = (uint32_t)(p - name);
    bool declares = memcmp(*at, "xmlns", 5) == 0 && (p - *at == 5 || (*at)[5] == ':');
    p = skip_space(p);
    if (*p != '=')
        return *p ? malformed(x, "attribute without value") : at_nul(x, p);
    p = skip_space(p + 1);
    char quote = *p;
    if (quote != '"' && quote != '\'')
        return quote ? malformed(x, "attribute without quotes") : at_nul(x, p);
    attr.value = ++p;
    while (*p != quote && *p != '<' && *p)
        p++;
    if (*p != quote)
        return *p ? malformed(x, "'<' in an attribute") : at_nul(x, p);
    attr.value_n = (uint32_t)(p - attr.value);
    *at = p + 1;
    if (declares || attr.name_n == 0)
        return declares ? XML_OPEN : malformed(x, "attribute without a name");
    if (x->attr_count == XML_ATTRS)
        return malformed(x, "too many attributes");
    x->attrs[x->attr_count++] = attr;
    return XML_OPEN;
}

static enum xml_event scan_open(struct xml *x)
{
    char *p = scan_name(x, x->at + 1);
    if (!*p)
        return at_nul(x, p);
    if (x->name_n == 0)
        return malformed(x, "tag without a name");
    x->attr_count = 0;
    x->empty = false;
    for (;;) {
        p = skip_space(p);
        if (*p == '>')
            break;
        if (*p == '/') {
            if (p[1] != '>')
                return p[1] ? malformed(x, "'/' in a tag") : at_nul(x, p + 1);
            x->empty = true;
            p++;
            break;
        }
        if (!*p)
            return at_nul(x, p);
        enum xml_event event = scan_attr(x, &p);
        if (event != XML_OPEN)
            return event;
    }
    if (x->depth == XML_DEPTH)
        return malformed(x, "nested too deep");
    if (!x->empty)
        x->open[x->depth++] = abridged(x);
    x->at = p + 1;
    return XML_OPEN;
}

static enum xml_event scan_close(struct xml *x)
{
    char *p = skip_space(scan_name(x, x->at + 2));
    if (*p != '>')
        return *p ? malformed(x, "bad closing tag") : at_nul(x, p);
    if (x->depth == 0 || x->open[x->depth - 1] != abridged(x))
        return malformed(x, "a tag closes another");
    x->depth--;
    x->empty = false;
    x->at = p + 1;
    return XML_CLOSE;
}

/* Declared encodings other than UTF-8 (and ASCII, which it holds) are refused. */
static bool is_declared_utf8(const char *p, const char *end)
{
    const char *e = memmem(p, (size_t)(end - p), "encoding", 8);
    if (!e)
        return true;
    for (e += 8; e < end && (is_space(*e) || *e == '=' || *e == '"' || *e == '\'');)
        e++;
    return end - e >= 5 && (strncasecmp(e, "utf-8", 5) == 0 || strncasecmp(e, "us-as", 5) == 0);
}

/* What begins with <! or <?: passed over, but for CDATA, which is text, and DTDs, which are refused. */
static enum xml_event scan_special(struct xml *x, bool *ret_passed)
{
    static const struct {
        const char *begin, *end;
    } kinds[] = {{"<?", "?>"}, {"<!--", "-->"}, {"<![CDATA[", "]]>"}};
    size_t left = (size_t)(x->end - x->at);
    for (int i = 0; i < 3; i++) {
        size_t n = strlen(kinds[i].begin);
        if (memcmp(x->at, kinds[i].begin, left < n ? left : n) != 0)
            continue;
        char *stop = left < n ? NULL : memmem(x->at + n, left - n, kinds[i].end, strlen(kinds[i].end));
        if (!stop)
            return NEED_MORE;
        if (i == 0 && memcmp(x->at, "<?xml", 5) == 0 && !is_declared_utf8(x->at, stop))
            return xml_bad_encoding(x) ? XML_END : XML_FAILED;
        x->text = x->at + n;
        x->text_n = (size_t)(stop - x->text);
        x->cdata = true;
        x->at = stop + strlen(kinds[i].end);
        *ret_passed = i < 2;
        return i == 2 && x->depth == 0 ? malformed(x, "CDATA outside the root") : XML_TEXT;
    }
    return left < 9 && !x->ended ? NEED_MORE : fail_dtd(x);
}

static enum xml_event scan_text(struct xml *x)
{
    char *stop = memchr(x->at, '<', (size_t)(x->end - x->at));
    if (!stop && !x->ended)
        return NEED_MORE;
    if (!stop)
        stop = x->end;
    x->text = x->at;
    x->text_n = (size_t)(stop - x->at);
    x->cdata = false;
    x->at = stop;
    for (size_t i = 0; x->depth == 0 && i < x->text_n; i++)
        if (!is_space(x->text[i]))
            return malformed(x, "text outside the root");
    return XML_TEXT;
}

enum xml_event xml_next(struct xml *x)
{
    for (;;) {
        enum xml_event event = NEED_MORE;
        bool passed = false;
        if (*x->at != '<' && x->at < x->end)
            event = scan_text(x);
        else if (x->at < x->end && x->at[1] == '/')
            event = scan_close(x);
        else if (x->at < x->end && (x->at[1] == '!' || x->at[1] == '?'))
            event = scan_special(x, &passed);
        else if (x->at < x->end)
            event = scan_open(x);
        if (event != NEED_MORE && !passed)
            return event;
        if (passed && event != XML_FAILED)
            continue;
        if (x->ended)
            return x->at == x->end && x->depth == 0 && x->name ? XML_END : malformed(x, "the document ends early");
        if (!refill(x))
            return XML_FAILED;
    }
}

bool xml_skip(struct xml *x)
{
    int outside = x->depth - 1;
    if (x->empty)
        return true;
    while (x->depth > outside) {
        enum xml_event event = xml_next(x);
        if (event == XML_FAILED || event == XML_END)
            return false;
    }
    return true;
}

const struct xml_attr *xml_attr(const struct xml *x, const char *name)
{
    size_t n = strlen(name);
    for (int i = 0; i < x->attr_count; i++)
        if (x->attrs[i].name_n == n && memcmp(x->attrs[i].name, name, n) == 0)
            return &x->attrs[i];
    return NULL;
}

const char *xml_attr_text(struct xml *x, struct arena *a, const char *name)
{
    const struct xml_attr *attr = xml_attr(x, name);
    if (!attr)
        return NULL;
    size_t n;
    char *text = arena_alloc(a, attr->value_n + (size_t)1);
    if (!xml_decode(x, attr->value, attr->value_n, text, &n))
        return NULL;
    text[n] = '\0';
    return text;
}
