/* xml_text.c — text as it stands in XML resolved: entities, line ends, and whether it is UTF-8. */
#include "base/xml.h"

static size_t put_utf8(char *to, uint32_t c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xC0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (char)(0xE0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 0x3F));
        to[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 0x3F));
    to[2] = (char)(0x80 | (c >> 6 & 0x3F));
    to[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* &#30123; or &#x75AB; between & and ;. */
static bool decode_number(const char *p, const char *end, uint32_t *ret_c)
{
    bool hex = p < end && *p == 'x';
    uint32_t c = 0;
    if (hex)
        p++;
    if (p == end)
        return false;
    for (; p < end; p++) {
        uint32_t digit;
        if (*p >= '0' && *p <= '9')
            digit = (uint32_t)(*p - '0');
        else if (hex && (*p | 0x20) >= 'a' && (*p | 0x20) <= 'f')
            digit = (uint32_t)((*p | 0x20) - 'a' + 10);
        else
            return false;
        c = c * (hex ? 16 : 10) + digit;
        if (c > 0x10FFFF)
            return false;
    }
    *ret_c = c;
    return c != 0 && !(c >= 0xD800 && c <= 0xDFFF);
}

static bool decode_entity(const char *p, const char *end, uint32_t *ret_c)
{
    static const struct {
        const char *name;
        char c;
    } known[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    if (p < end && *p == '#')
        return decode_number(p + 1, end, ret_c);
    for (int i = 0; i < 5; i++)
        if (strlen(known[i].name) == (size_t)(end - p) && memcmp(p, known[i].name, (size_t)(end - p)) == 0) {
            *ret_c = (unsigned char)known[i].c;
            return true;
        }
    return false;
}

bool xml_decode(struct xml *x, const char *raw, size_t n, char *to, size_t *ret_n)
{
    const char *end = raw + n;
    char *out = to;
    while (raw < end) {
        if (*raw == '&') {
            uint32_t c;
            const char *stop = memchr(raw, ';', (size_t)(end - raw));
            if (!stop || !decode_entity(raw + 1, stop, &c))
                return xml_malformed(x, "unknown entity");
            out += put_utf8(out, c);
            raw = stop + 1;
        } else if (*raw == '\r') {
            raw += raw + 1 < end && raw[1] == '\n' ? 2 : 1;
            *out++ = '\n';
        } else
            *out++ = *raw++;
    }
    *ret_n = (size_t)(out - to);
    return xml_is_utf8(to, *ret_n) || xml_bad_encoding(x);
}

/* Bytes of the well-formed sequence at s, or 0; Unicode table 3-7. */
static size_t utf8_sequence(const unsigned char *s, size_t n)
{
    unsigned char low = 0x80, high = 0xBF;
    size_t size = s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : s[0] < 0xF5 ? 4 : 0;
    if (size == 0 || size > n)
        return 0;
    if (s[0] == 0xE0)
        low = 0xA0;
    else if (s[0] == 0xED)
        high = 0x9F;
    else if (s[0] == 0xF0)
        low = 0x90;
    else if (s[0] == 0xF4)
        high = 0x8F;
    if (s[1] < low || s[1] > high)
        return 0;
    for (size_t i = 2; i < size; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    return size;
}

bool xml_is_utf8(const char *s, size_t n)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + n;
    while (p < end) {
        uint64_t eight;
        if (end - p >= 8 && (memcpy(&eight, p, 8), (eight & 0x8080808080808080) == 0))
            p += 8;
        else if (*p < 0x80)
            p++;
        else {
            size_t size = utf8_sequence(p, (size_t)(end - p));
            if (size == 0)
                return false;
            p += size;
        }
    }
    return true;
}
