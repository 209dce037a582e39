#pragma once
// Keys as small numbers: a key is its parent (another key, or the root) and its own text.
//
// Lines of one log repeat their keys in one order, so what followed the last key last time is
// tried first: one memcmp a key instead of a hash.

#include "CSimdjson.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

class KeyTable {
public:
    static constexpr uint32_t none = UINT32_MAX;
    static constexpr uint32_t root = UINT32_MAX - 1;

    explicit KeyTable(uint32_t bound) : bound(bound) {
        size_t size = 16;
        while (size < bound * 2u) size *= 2;
        table.assign(size, none);
        // Stable addresses: paths are handed out as pointers.
        entries.reserve(bound);
    }

    // `raw` is the text behind the opening quote; true when the predicted key stands there.
    bool predicted(uint32_t parent, const char *raw, uint32_t &key) {
        uint32_t guess = last == none ? first : entries[last].next;
        if (guess == none) return false;
        const Entry &entry = entries[guess];
        if (entry.parent != parent || !entry.predictable) return false;
        if (memcmp(raw, entry.text.data(), entry.text.size()) != 0) return false;
        if (raw[entry.text.size()] != '"') return false;
        key = last = guess;
        return true;
    }

    // The key's number; `none` when the table is full. `plain`: text is as in the JSON source.
    uint32_t intern(uint32_t parent, std::string_view text, bool plain) {
        size_t at = hash(parent, text) & (table.size() - 1);
        while (table[at] != none) {
            const Entry &entry = entries[table[at]];
            if (entry.parent == parent && entry.text == text) return follow(table[at]);
            at = (at + 1) & (table.size() - 1);
        }
        if (entries.size() >= bound) return none;
        const uint32_t key = static_cast<uint32_t>(entries.size());
        std::string path = parent == root ? std::string() : entries[parent].path + ".";
        // A long key is never predicted: the comparison must stay inside the line's padding.
        const bool predictable = plain && text.size() < CSJ_PADDING;
        entries.push_back({std::string(text), path + std::string(text), parent, none, predictable});
        table[at] = key;
        return follow(key);
    }

    uint32_t count() const { return static_cast<uint32_t>(entries.size()); }
    std::string_view path(uint32_t key) const {
        return key < entries.size() ? std::string_view(entries[key].path) : std::string_view();
    }

private:
    struct Entry {
        std::string text;
        std::string path;
        uint32_t parent;
        uint32_t next;
        bool predictable;
    };
    std::vector<Entry> entries;
    std::vector<uint32_t> table;
    uint32_t bound;
    uint32_t last = none;
    uint32_t first = none;

    uint32_t follow(uint32_t key) {
        if (last == none) {
            first = key;
        } else {
            entries[last].next = key;
        }
        last = key;
        return key;
    }

    static size_t hash(uint32_t parent, std::string_view text) {
        return std::hash<std::string_view>()(text) ^ (parent * size_t{0x9E3779B97F4A7C15});
    }
};
