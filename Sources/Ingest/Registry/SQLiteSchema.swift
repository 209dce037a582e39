/// The table names of an SQLite database, read from its bytes.
///
/// Opening somebody's database, even to look, writes into the shared-memory file of a write-ahead
/// log; a file that turns out to be none of ours should not notice that it was looked at. The
/// format is the one of sqlite.org/fileformat2.html; what only the log holds is not seen.
struct SQLiteSchema {
    static let magic = Array("SQLite format 3\0".utf8)
    /// Pages of the schema's tree that are visited.
    private static let pageLimit = 4_096

    private let file: OpenFile
    private let pageSize: Int
    private var names: Set<String> = []
    private var visited = 0

    /// The tables of the database in `file`; empty when it is none, or damaged.
    static func tables(in file: OpenFile) -> Set<String> {
        let header = file.bytes(at: 0, count: 100)
        guard header.count == 100, header.starts(with: magic) else { return [] }
        let stored = Int(header[16]) << 8 | Int(header[17])
        var schema = SQLiteSchema(file: file, pageSize: stored == 1 ? 65_536 : stored)
        guard schema.pageSize >= 512 else { return [] }
        schema.visit(page: 1, depth: 0)
        return schema.names
    }

    private init(file: OpenFile, pageSize: Int) {
        self.file = file
        self.pageSize = pageSize
    }

    private mutating func visit(page number: Int, depth: Int) {
        visited += 1
        guard number > 0, depth < 20, visited < Self.pageLimit else { return }
        let page = file.bytes(at: Int64(number - 1) * Int64(pageSize), count: pageSize)
        guard page.count == pageSize else { return }
        // The first page begins with the file's header.
        let start = number == 1 ? 100 : 0
        let cells = Self.integer(page, start + 3, 2)
        switch page[start] {
        case 0x0D:
            for cell in 0..<cells {
                name(page, Self.integer(page, start + 8 + cell * 2, 2))
            }
        case 0x05:
            for cell in 0..<cells {
                let at = Self.integer(page, start + 12 + cell * 2, 2)
                visit(page: Self.integer(page, at, 4), depth: depth + 1)
            }
            visit(page: Self.integer(page, start + 8, 4), depth: depth + 1)
        default: return
        }
    }

    /// Notes the name in one row of the schema: its columns are type, name, table, page, text.
    private mutating func name(_ page: [UInt8], _ cell: Int) {
        var at = cell
        _ = Self.varint(page, &at)
        _ = Self.varint(page, &at)
        let header = at
        let size = Self.varint(page, &at)
        let kind = Self.textLength(Self.varint(page, &at))
        let length = Self.textLength(Self.varint(page, &at))
        let from = header + size + kind
        guard size >= 0, kind >= 0, length >= 0, from + length <= page.count else { return }
        let type = String(decoding: page[(header + size)..<from], as: UTF8.self)
        guard type == "table" else { return }
        names.insert(String(decoding: page[from..<(from + length)], as: UTF8.self))
    }

    /// A text's length by its serial type; -1 when it is no text.
    private static func textLength(_ serialType: Int) -> Int {
        serialType >= 13 && serialType % 2 == 1 ? (serialType - 13) / 2 : -1
    }

    private static func integer(_ page: [UInt8], _ at: Int, _ size: Int) -> Int {
        guard at >= 0, at + size <= page.count else { return 0 }
        return page[at..<(at + size)].reduce(0) { $0 << 8 | Int($1) }
    }

    /// A big-endian number of seven bits a byte; bounded to what a page can hold.
    private static func varint(_ page: [UInt8], _ at: inout Int) -> Int {
        var value = 0
        for _ in 0..<4 {
            guard at < page.count else { return -1 }
            let byte = page[at]
            at += 1
            value = value << 7 | Int(byte & 0x7F)
            if byte < 0x80 { return value }
        }
        // Longer numbers are sizes of huge rows, or damage.
        return -1
    }
}
