#include "CSimdjson.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <new>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <vector>

#include "KeyTable.h"

using namespace simdjson;

namespace {

// Deeper objects are skipped: no log nests its fields deeper, and recursion needs a bound.
constexpr uint32_t maxDepth = 16;

constexpr bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view trimmedEnd(std::string_view text) {
    while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace

struct CSJParser {
    ondemand::parser parser;
    KeyTable keys;
    std::vector<CSJField> fields;
    // Where a key's value stands in the current record, valid when its epoch is the current one.
    std::vector<uint32_t> slots;
    std::vector<uint64_t> epochs;
    uint64_t epoch = 0;
    uint32_t skipped = 0;
    uint32_t maxFields;
    const char *lineEnd = nullptr;

    CSJParser(uint32_t maxFields, uint32_t maxKeys)
        : keys(maxKeys), slots(maxKeys), epochs(maxKeys), maxFields(maxFields) {
        fields.reserve(maxFields);
    }

    void put(CSJField field) {
        if (epochs[field.key] == epoch) {
            fields[slots[field.key]] = field;
            return;
        }
        if (fields.size() >= maxFields) {
            skipped++;
            return;
        }
        epochs[field.key] = epoch;
        slots[field.key] = static_cast<uint32_t>(fields.size());
        fields.push_back(field);
    }

    error_code readKey(ondemand::field &field, uint32_t parent, uint32_t &key) {
        const char *raw = field.key().raw();
        if (keys.predicted(parent, raw, key)) return SUCCESS;
        const char *end = raw;
        bool escaped = false;
        // The first pass found the closing quote, so this ends.
        for (; *end != '"'; end++) {
            if (*end == '\\') {
                escaped = true;
                end++;
            }
        }
        if (!escaped) {
            key = keys.intern(parent, {raw, static_cast<size_t>(end - raw)}, true);
            return SUCCESS;
        }
        std::string_view text;
        SIMDJSON_TRY(field.unescaped_key().get(text));
        key = keys.intern(parent, text, false);
        return SUCCESS;
    }

    error_code readString(ondemand::value &value, std::string_view token, CSJField &field) {
        token = trimmedEnd(token);
        if (token.size() < 2 || token.back() != '"') return STRING_ERROR;
        std::string_view text = token.substr(1, token.size() - 2);
        // memchr is vectorised at run time; simdjson's own copy loop is not in a portable build.
        if (memchr(text.data(), '\\', text.size()) != nullptr) {
            SIMDJSON_TRY(value.get_string().get(text));
        }
        field.type = CSJ_STRING;
        field.text = text.data();
        field.length = static_cast<uint32_t>(text.size());
        return SUCCESS;
    }

    // What simdjson refuses although writers produce it: NaN and Infinity, and huge integers.
    static error_code readOddNumber(std::string_view token, CSJField &field) {
        token = trimmedEnd(token);
        field.type = CSJ_DOUBLE;
        if (token == "NaN") {
            field.number = std::nan("");
        } else if (token == "Infinity" || token == "-Infinity") {
            field.number = token[0] == '-' ? -HUGE_VAL : HUGE_VAL;
        } else {
            for (size_t i = 0; i < token.size(); i++) {
                if (!(token[i] >= '0' && token[i] <= '9') && !(i == 0 && token[i] == '-')) {
                    return NUMBER_ERROR;
                }
            }
            if (token.size() < 19 || token[token[0] == '-'] == '0') return NUMBER_ERROR;
            field.number = std::strtod(std::string(token).c_str(), nullptr);
        }
        return SUCCESS;
    }

    error_code readNumber(ondemand::value &value, std::string_view token, CSJField &field) {
        field.text = token.data();
        field.length = static_cast<uint32_t>(trimmedEnd(token).size());
        ondemand::number number;
        if (value.get_number().get(number) != SUCCESS) return readOddNumber(token, field);
        if (number.is_int64()) {
            field.type = CSJ_INT;
            field.integer = number.get_int64();
            field.number = static_cast<double>(field.integer);
        } else if (number.is_uint64()) {
            field.type = CSJ_DOUBLE;
            field.number = static_cast<double>(number.get_uint64());
        } else {
            field.type = CSJ_DOUBLE;
            field.number = number.get_double();
        }
        return SUCCESS;
    }

    error_code readScalar(ondemand::value &value, uint32_t key) {
        std::string_view token = value.raw_json_token();
        CSJField field{};
        field.key = key;
        switch (token.empty() ? '\0' : token[0]) {
            case '"': SIMDJSON_TRY(readString(value, token, field)); break;
            case 't':
            case 'f': {
                bool flag = false;
                SIMDJSON_TRY(value.get_bool().get(flag));
                field.type = CSJ_BOOL;
                field.integer = flag;
                field.number = flag;
                break;
            }
            case 'n': {
                // is_null() in this version takes any token that starts with an n.
                if (trimmedEnd(token) != "null") return N_ATOM_ERROR;
                field.type = CSJ_NULL;
                break;
            }
            case 'N':
            case 'I': SIMDJSON_TRY(readOddNumber(token, field)); break;
            default: SIMDJSON_TRY(readNumber(value, token, field)); break;
        }
        put(field);
        return SUCCESS;
    }

    void putContainer(ondemand::value &value, uint32_t key) {
        if (key == KeyTable::none) return;
        CSJField field{};
        field.key = key;
        field.type = CSJ_CONTAINER;
        field.text = value.raw_json_token().data();
        field.length = static_cast<uint32_t>(lineEnd - field.text);
        put(field);
    }

    error_code readObject(ondemand::object object, uint32_t parent, uint32_t depth) {
        for (auto item : object) {
            ondemand::field field;
            SIMDJSON_TRY(std::move(item).get(field));
            uint32_t key = KeyTable::none;
            SIMDJSON_TRY(readKey(field, parent, key));
            ondemand::value value = field.value();
            ondemand::json_type type;
            if (value.type().get(type) == SUCCESS) {
                const bool isObject = type == ondemand::json_type::object;
                if (isObject || type == ondemand::json_type::array) putContainer(value, key);
                if (isObject && depth < maxDepth && key != KeyTable::none) {
                    ondemand::object child;
                    SIMDJSON_TRY(value.get_object().get(child));
                    SIMDJSON_TRY(readObject(child, key, depth + 1));
                    continue;
                }
                if (isObject || type == ondemand::json_type::array) {
                    skipped++;
                    continue;  // The iterator skips what was not read.
                }
            }
            if (key == KeyTable::none) {
                skipped++;
                continue;
            }
            SIMDJSON_TRY(readScalar(value, key));
        }
        return SUCCESS;
    }

    CSJStatus parse(const char *line, size_t length, size_t &offset) {
        fields.clear();
        skipped = 0;
        epoch++;
        offset = 0;
        lineEnd = line + length;
        ondemand::document document;
        error_code error =
            parser.iterate(line, length, length + CSJ_PADDING).get(document);
        if (error == UTF8_ERROR) {
            offset = csj_valid_utf8_prefix(line, length);
            return CSJ_INVALID_UTF8;
        }
        if (error != SUCCESS) {
            offset = length;
            return CSJ_NOT_JSON;
        }
        ondemand::object object;
        error = document.get_object().get(object);
        if (error == SUCCESS) error = readObject(object, KeyTable::root, 0);
        const char *location = nullptr;
        const bool inside = document.current_location().get(location) == SUCCESS;
        if (error == SUCCESS && !inside) return CSJ_OK;
        // A line cut off is found out at its start: the fault is at its end.
        if (error == INCOMPLETE_ARRAY_OR_OBJECT) location = line + length;
        offset = inside && location >= line ? static_cast<size_t>(location - line) : length;
        if (offset > length) offset = length;
        return CSJ_NOT_JSON;
    }
};

// Whether a line that is no object is at least a value: an array, a string, a number, an atom.
static bool isOtherValue(const char *line, size_t length) {
    while (length > 0 && isSpace(*line)) {
        line++;
        length--;
    }
    std::string_view text = trimmedEnd({line, length});
    if (text.empty()) return false;
    if (text == "null" || text == "true" || text == "false") return true;
    if (text.front() == '[') return text.back() == ']';
    if (text.front() == '"') return text.size() > 1 && text.back() == '"';
    return text.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
}

extern "C" {

CSJParser *csj_create(uint32_t maxFields, uint32_t maxKeys) {
    try {
        return new CSJParser(maxFields, maxKeys);
    } catch (const std::bad_alloc &) {
        return nullptr;
    }
}

void csj_destroy(CSJParser *parser) { delete parser; }

CSJRecord csj_parse(CSJParser *parser, const char *line, size_t length) {
    CSJRecord record{};
    record.status = parser->parse(line, length, record.offset);
    if (record.status == CSJ_NOT_JSON && isOtherValue(line, length)) record.status = CSJ_NOT_OBJECT;
    if (record.status == CSJ_OK) {
        record.count = static_cast<uint32_t>(parser->fields.size());
        record.fields = parser->fields.data();
    }
    record.skipped = parser->skipped;
    return record;
}

uint32_t csj_key_count(const CSJParser *parser) { return parser->keys.count(); }

const char *csj_key_text(const CSJParser *parser, uint32_t key, size_t *length) {
    std::string_view path = parser->keys.path(key);
    *length = path.size();
    return path.data();
}

bool csj_is_utf8(const char *text, size_t length) { return simdjson::validate_utf8(text, length); }

size_t csj_valid_utf8_prefix(const char *text, size_t length) {
    const auto *bytes = reinterpret_cast<const unsigned char *>(text);
    size_t at = 0;
    while (at < length) {
        const unsigned char lead = bytes[at];
        size_t size = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead >= 0x80 && lead < 0xC2) return at;
        if (at + size > length) return at;
        // The whole character at once: simdjson knows surrogates and over-long forms.
        if (size > 1 && !simdjson::validate_utf8(text + at, size)) return at;
        at += size;
    }
    return length;
}
}
