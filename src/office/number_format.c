/* number_format.c — reads number format codes; the built-in ones with their Chinese meanings. */
#include "office/number_format.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* clang-format off */
static const struct {
    int id;
    const char *code;
} builtins[] = {
    { 1, "0"},
    { 2, "0.00"},
    { 3, "#,##0"},
    { 4, "#,##0.00"},
    { 9, "0%"},
    {10, "0.00%"},
    {11, "0.00E+00"},
    {12, "# ?/?"},
    {13, "# \?\?/\?\?"},
    {14, "yyyy/m/d"},
    {15, "d-mmm-yy"},
    {16, "d-mmm"},
    {17, "mmm-yy"},
    {18, "h:mm AM/PM"},
    {19, "h:mm:ss AM/PM"},
    {20, "h:mm"},
    {21, "h:mm:ss"},
    {22, "yyyy/m/d h:mm"},
    {27, "yyyy\"年\"m\"月\""},
    {28, "m\"月\"d\"日\""},
    {29, "m\"月\"d\"日\""},
    {30, "m-d-yy"},
    {31, "yyyy\"年\"m\"月\"d\"日\""},
    {32, "h\"时\"mm\"分\""},
    {33, "h\"时\"mm\"分\"ss\"秒\""},
    {34, "上午/下午h\"时\"mm\"分\""},
    {35, "上午/下午h\"时\"mm\"分\"ss\"秒\""},
    {36, "yyyy\"年\"m\"月\""},
    {37, "#,##0;-#,##0"},
    {38, "#,##0;[Red]-#,##0"},
    {39, "#,##0.00;-#,##0.00"},
    {40, "#,##0.00;[Red]-#,##0.00"},
    {45, "mm:ss"},
    {46, "[h]:mm:ss"},
    {47, "mmss.0"},
    {48, "##0.0E+0"},
    {49, "@"},
    {50, "yyyy\"年\"m\"月\""},
    {51, "m\"月\"d\"日\""},
    {52, "yyyy\"年\"m\"月\""},
    {53, "m\"月\"d\"日\""},
    {54, "m\"月\"d\"日\""},
    {55, "上午/下午h\"时\"mm\"分\""},
    {56, "上午/下午h\"时\"mm\"分\"ss\"秒\""},
    {57, "yyyy\"年\"m\"月\""},
    {58, "m\"月\"d\"日\""},
};
/* clang-format on */

struct number_format number_format_builtin(int id)
{
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        if (builtins[i].id == id)
            return number_format_read(builtins[i].code);
    return (struct number_format){NULL};
}

/* [h] [mm] [ss]: a length of time, not a day. */
static bool is_elapsed(const char *p)
{
    size_t n = strspn(p + 1, "hHmMsS");
    return n > 0 && p[1 + n] == ']';
}

/* Behind what stands at p and says nothing about dates: a quotation, an escape, a bracket; p when it is none of these. */
static const char *skip_literal(const char *p)
{
    const char *end;
    switch (*p) {
    case '"':
    case '[':
        end = strchr(p + 1, *p == '"' ? '"' : ']');
        return end ? end + 1 : p + strlen(p);
    case '\\':
    case '!':
    case '_':
    case '*':
        return p[1] ? p + 2 : p + 1;
    default:
        return p;
    }
}

struct number_format number_format_read(const char *code)
{
    struct number_format f = {.code = code};
    bool elapsed = false;
    if (!code || strcasecmp(code, "General") == 0 || strcmp(code, "G/通用格式") == 0)
        return (struct number_format){NULL};
    if (strncasecmp(code, "General", 7) == 0 || strncmp(code, "G/通用", 8) == 0) /* with words around it */
        return f;
    for (const char *p = code; *p;) {
        const char *behind = skip_literal(p);
        if (*p == '[' && is_elapsed(p))
            elapsed = true;
        if (behind > p) {
            p = behind;
            continue;
        }
        if ((*p == 'E' || *p == 'e') && (p[1] == '+' || p[1] == '-')) /* scientific; a lone e is a year */
            p++;
        else if (strchr("yYmMdDhHeE", *p) || strncasecmp(p, "aaa", 3) == 0) /* aaa: 周一 */
            f.date = true;
        else if (*p == '%')
            f.percent = true;
        p++;
    }
    f.date = f.date && !elapsed;
    f.percent = f.percent && !f.date;
    return f;
}
