/* workbook_numbers_test.c — decimal text at 15 significant digits, and what number formats mean. */
#include "office/number_format.h"
#include "office/number_text.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *text_of(const char *s)
{
    static char text[NUMBER_TEXT_MAX];
    double number;
    size_t n;
    if (!number_text(s, strlen(s), &number, text, &n))
        return NULL;
    return strlen(text) == n ? text : "length differs";
}

static void decimals(void)
{
    /* clang-format off */
    static const struct { const char *given, *want; } cases[] = {
        {"0", "0"}, {"-0", "0"}, {"0.000", "0"}, {"1", "1"}, {"+5", "5"}, {"-12", "-12"}, {"007", "7"}, {"1.0", "1"}, {".5", "0.5"}, {"5.", "5"},
        {"1714807", "1714807"}, {"8.7", "8.7"}, {"8.699999999999999", "8.7"}, {"8.6999999999999993", "8.7"},
        {"0.1", "0.1"}, {"0.10000000000000001", "0.1"}, {"0.30000000000000004", "0.3"}, {"4.4000000000000004E-2", "0.044"},
        {"1.6102e+17", "161020000000000000"}, {"1E+20", "100000000000000000000"}, {"123456789012345", "123456789012345"},
        {"123456789012345678", "123456789012346000"}, {"999999999999999.9", "1000000000000000"}, {"9999999999999999", "10000000000000000"},
        {"0.99999999999999999", "1"}, {"12345678901234.567", "12345678901234.6"}, {"1e-7", "0.0000001"}, {"-2.50e1", "-25"},
        {"1e-20", "0.00000000000000000001"}, {"1.5e-30", "1.5e-30"}, {"1e300", "1e+300"}, {"-1.25E-300", "-1.25e-300"},
        {"1e-400", "0"}, {"18446744073709551616", "18446744073709600000"}, {"0.000000000000000000000000000001", "1e-30"},
        {"1e999", NULL}, {"", NULL}, {".", NULL}, {"-", NULL}, {"e5", NULL}, {"1e", NULL}, {"1e+", NULL}, {"1.2.3", NULL}, {"1,000", NULL},
        {"0x10", NULL}, {"nan", NULL}, {"inf", NULL}, {"12a", NULL}, {"１２", NULL}, {" 1", NULL}, {"1e99999999999", NULL},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        OK(cases[i].want ? text_of(cases[i].given) && strcmp(text_of(cases[i].given), cases[i].want) == 0
                         : !text_of(cases[i].given),
           "%s is %s (got %s)", cases[i].given, cases[i].want ? cases[i].want : "no number",
           text_of(cases[i].given) ? text_of(cases[i].given) : "none");
}

/* Against the C library: the double is the nearest one, and the text is what %.15g means. */
static void agrees_with_the_library(void)
{
    unsigned long long seed = 88172645463325252ULL;
    int doubles = 0, texts = 0;
    for (int i = 0; i < 200000; i++) {
        char given[64], text[NUMBER_TEXT_MAX], want[64], again[64];
        double number = 0;
        size_t n;
        seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
        double d = (double)(long long)(seed >> (seed % 50)) * (i % 2 ? 1 : 0.0001) * (i % 3 ? 1 : -1e-7);
        snprintf(given, sizeof given, i % 5 ? "%.17g" : "%.6f", d);
        double exact = strtod(given, NULL);
        if (!number_text(given, strlen(given), &number, text, &n) || number != exact)
            doubles++;
        snprintf(want, sizeof want, "%.15g", exact == 0 ? 0 : exact); /* no -0 */
        snprintf(again, sizeof again, "%.15g", strtod(text, NULL));
        if (strcmp(want, again) != 0 && texts++ < 5)
            tap_note("%s gives %s, not %s", given, text, want);
    }
    EQ_INT(doubles, 0);
    EQ_INT(texts, 0);
}

static void formats(void)
{
    /* clang-format off */
    static const struct { const char *code; bool date, percent; } cases[] = {
        {"yyyy/m/d", true, false}, {"yyyy\"年\"m\"月\"", true, false}, {"m\"月\"d\"日\"", true, false}, {"[$-804]yyyy\\-mm;@", true, false},
        {"[DBNum1][$-804]yyyy\"年\"m\"月\";@", true, false}, {"yyyy/m", true, false}, {"h:mm AM/PM", true, false}, {"e\"年\"", true, false},
        {"YYYY-MM-DD", true, false}, {"[Red]d", true, false},
        {"0.00", false, false}, {"#,##0.00_);[Red](#,##0.00)", false, false}, {"0.00E+00", false, false}, {"##0.0e-0", false, false},
        {"General", false, false}, {"general;@", false, false}, {"G/通用格式", false, false}, {"@", false, false}, {"\"day\"0", false, false},
        {"0\\d", false, false}, {"_d0", false, false}, {"*d0", false, false}, {"[h]:mm:ss", false, false}, {"[mm]:ss", false, false},
        {"0.0%", false, true}, {"0\"%\"", false, false}, {"0\\%", false, false}, {"#,##0万元", false, false}, {"\"unclosed d", false, false},
    };
    static const int date_ids[] = {14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 32, 36, 50, 51, 54, 57, 58};
    static const int other_ids[] = {0, 1, 2, 3, 4, 11, 12, 13, 37, 40, 46, 48, 49, 99, -1};
    /* clang-format on */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct number_format f = number_format_read(cases[i].code);
        OK(f.date == cases[i].date && f.percent == cases[i].percent, "%s", cases[i].code);
    }
    for (size_t i = 0; i < sizeof date_ids / sizeof *date_ids; i++)
        OK(number_format_builtin(date_ids[i]).date, "built-in %d is a date", date_ids[i]);
    for (size_t i = 0; i < sizeof other_ids / sizeof *other_ids; i++)
        OK(!number_format_builtin(other_ids[i]).date, "built-in %d is none", other_ids[i]);
    OK(number_format_builtin(9).percent && number_format_builtin(10).percent, "percentages");
    EQ_TEXT(number_format_builtin(57).code, "yyyy\"年\"m\"月\"");
    OK(!number_format_builtin(0).code && !number_format_read("General").code, "General has no code");
}

int main(void)
{
    decimals();
    agrees_with_the_library();
    formats();
    return tap_done();
}
