#pragma once
// C++ shim over simdjson: one line of JSON -> one flat record.
