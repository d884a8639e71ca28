/* pinyin.c — prints the reading of every Chinese character as C tables, from ICU's Han-Latin rules, for
 * src/base/pinyin.c.  Only the build needs ICU. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/utrans.h>

enum { FIRST = 0x3400, LAST = 0x9FFF, SYLLABLES_MOST = 1000, LENGTH_MOST = 7 };

static char syllables[SYLLABLES_MOST][LENGTH_MOST + 1];
static int syllable_count = 1; /* the first is none */

/* The readings that names have, where dictionaries put another first: 长安, 都市, 基地, 曾. */
static const struct {
    UChar character;
    const char *syllable;
} in_names[] = {{u'长', "chang"}, {u'都', "du"}, {u'地', "di"}, {u'曾', "zeng"}, {0, NULL}};

/* Letters with their tones; ü is typed v. */
static const struct {
    char letter;
    const UChar *forms;
} toned[] = {
    {'a', u"āáǎà"}, {'e', u"ēéěèê"}, {'i', u"īíǐì"}, {'o', u"ōóǒò"},
    {'u', u"ūúǔù"}, {'v', u"üǖǘǚǜ"}, {'n', u"ńňǹ"},  {'m', u"ḿ"},
};

/* 0: no letter of a reading. */
static char letter_of(UChar c)
{
    if (c >= 'a' && c <= 'z')
        return (char)c;
    for (size_t i = 0; i < sizeof toned / sizeof *toned; i++)
        for (const UChar *form = toned[i].forms; *form; form++)
            if (*form == c)
                return toned[i].letter;
    return 0;
}

static UTransliterator *open_rules(void)
{
    UErrorCode status = U_ZERO_ERROR;
    UTransliterator *rules = utrans_openU(u"Han-Latin", -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    if (U_SUCCESS(status))
        return rules;
    fprintf(stderr, "pinyin: %s\n", u_errorName(status));
    exit(1);
}

/* The reading in a–z; "" when there is none. */
static void read_character(const UTransliterator *rules, UChar c, char *ret_syllable)
{
    UChar text[32] = {c};
    int32_t length = 1, limit = 1;
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = 0;
    utrans_transUChars(rules, text, &length, 32, 0, &limit, &status);
    while (U_SUCCESS(status) && n < length && n < LENGTH_MOST && letter_of(text[n])) {
        ret_syllable[n] = letter_of(text[n]);
        n++;
    }
    ret_syllable[n == length ? n : 0] = '\0';
    for (size_t i = 0; in_names[i].character; i++)
        if (in_names[i].character == c)
            strcpy(ret_syllable, in_names[i].syllable);
}

static int number_of(const char *syllable)
{
    for (int i = 0; i < syllable_count; i++)
        if (strcmp(syllables[i], syllable) == 0)
            return i;
    if (syllable_count == SYLLABLES_MOST) {
        fprintf(stderr, "pinyin: more than %d syllables\n", SYLLABLES_MOST);
        exit(1);
    }
    strcpy(syllables[syllable_count], syllable);
    return syllable_count++;
}

int main(void)
{
    UTransliterator *rules = open_rules();
    char syllable[LENGTH_MOST + 1];
    printf("const unsigned short pinyin_of[] = {");
    for (int c = FIRST; c <= LAST; c++) {
        read_character(rules, (UChar)c, syllable);
        printf("%s%d,", c % 24 ? "" : "\n    ", number_of(syllable));
    }
    printf("\n};\nconst char pinyin_syllables[][%d] = {", LENGTH_MOST + 1);
    for (int i = 0; i < syllable_count; i++)
        printf("%s\"%s\",", i % 12 ? " " : "\n    ", syllables[i]);
    printf("\n};\nconst int pinyin_syllable_count = %d;\n", syllable_count);
    utrans_close(rules);
    return 0;
}
