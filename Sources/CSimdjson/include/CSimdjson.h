#pragma once
// One line of JSON -> one flat record, over simdjson's on-demand parser.
//
// Responsible for: syntax, UTF-8, number and string values, nested keys joined with '.', keys as
// small numbers. Not for: what a field means (that is Swift's part).

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes that must be readable (whatever they hold) behind the last byte of a line.
#define CSJ_PADDING 64

typedef enum {
    CSJ_NULL = 0,
    CSJ_BOOL = 1,
    /// `integer` is exact; `number` is its nearest double.
    CSJ_INT = 2,
    /// Also NaN and Infinity as Python writes them, and integers beyond 64 bits.
    CSJ_DOUBLE = 3,
    CSJ_STRING = 4,
    /// An array or object: `text` begins at its bracket and goes to the line's end. What an object
    /// holds follows as fields of their own.
    CSJ_CONTAINER = 5,
} CSJType;

typedef enum {
    CSJ_OK = 0,
    CSJ_NOT_JSON = 1,
    CSJ_NOT_OBJECT = 2,
    CSJ_INVALID_UTF8 = 3,
} CSJStatus;

typedef struct {
    /// Text of a string (escapes decoded), or the number as it was written.
    const char *text;
    double number;
    int64_t integer;
    uint32_t length;
    /// Index into the parser's key table.
    uint32_t key;
    CSJType type;
} CSJField;

typedef struct {
    CSJStatus status;
    /// Where the first error is, in bytes from the line's start; only when not `CSJ_OK`.
    size_t offset;
    uint32_t count;
    /// Arrays, objects nested too deep and fields past a bound: what they hold is not in the record.
    uint32_t skipped;
    const CSJField *fields;
} CSJRecord;

typedef struct CSJParser CSJParser;

/// At most `maxFields` fields a line and `maxKeys` distinct keys a parser; NULL without memory.
CSJParser *csj_create(uint32_t maxFields, uint32_t maxKeys);
void csj_destroy(CSJParser *parser);

/// Parses one line; `CSJ_PADDING` bytes behind it must be readable. Of equal keys the last wins.
/// The record lives until the next call.
CSJRecord csj_parse(CSJParser *parser, const char *line, size_t length);

uint32_t csj_key_count(const CSJParser *parser);
/// The key's whole path, joined with '.', not terminated.
const char *csj_key_text(const CSJParser *parser, uint32_t key, size_t *length);

/// The offset of the first byte that is not part of valid UTF-8, or `length`.
size_t csj_valid_utf8_prefix(const char *text, size_t length);
/// Whether the text is valid UTF-8: vectorised.
bool csj_is_utf8(const char *text, size_t length);

#ifdef __cplusplus
}
#endif
