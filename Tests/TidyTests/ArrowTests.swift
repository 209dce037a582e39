import Foundation
import Testing

/// Every file's imports against its target's declared dependencies, and both against the map.
///
/// The build's own check lets transitive imports through; this does not.
struct ArrowTests {
    private let house = House()
    /// Modules of the toolchain, which need no declaration.
    private let toolchain: Set = [
        "Foundation", "FoundationEssentials", "FoundationNetworking", "Glibc", "Darwin", "Dispatch",
        "Synchronization", "Testing", "Swift", "_Concurrency", "XCTest", "PackageDescription",
    ]
    private let edges: Set = ["CNcurses", "CSimdjson", "Terminal", "Ingest", "Journal", "driftop"]

    @Test func everyImportIsDeclared() throws {
        let declared = try declaredDependencies()
        for file in try house.swift() {
            let allowed = try #require(declared[file.target], "\(file.path): no such target")
            for module in file.imports where !toolchain.contains(module) {
                #expect(allowed.contains(module), "\(file.path) imports \(module)")
            }
        }
    }

    @Test func everyDeclaredArrowOfOursIsUsed() throws {
        let declared = try declaredDependencies()
        let files = try house.files(in: "Sources", "swift")
        let used = Dictionary(grouping: files, by: \.target).mapValues { files in
            Set(files.flatMap(\.imports))
        }
        // The executable is where everything meets, by design.
        for (target, dependencies) in declared where used[target] != nil && target != "driftop" {
            let unused = dependencies.subtracting(used[target] ?? [])
            #expect(unused.isEmpty, "\(target) declares \(unused.sorted()) and never imports it")
        }
    }

    @Test func thePureSideImportsNoEdge() throws {
        for file in try house.files(in: "Sources", "swift") where !edges.contains(file.target) {
            let found = edges.intersection(file.imports)
            #expect(found.isEmpty, "\(file.path) is pure and imports \(found.sorted())")
        }
    }

    @Test func theMapSaysWhatThePackageDeclares() throws {
        let declared = try declaredDependencies()
        let rows = try house.text("Sources/README.md").split(separator: "\n")
            .filter { $0.hasPrefix("| `") }
        var drawn: Set<String> = []
        for row in rows {
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let target = cells[0].trimmingCharacters(in: ["`"])
            drawn.insert(target)
            guard let last = cells.last, last != "all", last != "–",
                var dependencies = declared[target]
            else { continue }
            if target.hasPrefix("C") && edges.contains(target) { continue }
            // The map names a package where the manifest names its product.
            dependencies.subtract(["DequeModule", "ArgumentParser"])
            let mapped = Set(
                last.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
            #expect(mapped == dependencies, "Sources/README.md about \(target)")
        }
        let folders = try house.folders(in: "Sources")
        #expect(drawn == folders, "targets drawn in Sources/README.md and folders there differ")
    }

    /// Target (tests as `CanvasTests`) to the modules its declaration names.
    private func declaredDependencies() throws -> [String: Set<String>] {
        let manifest = try house.text("Package.swift")
        let products = [
            "yams": "Yams", "grdb": "GRDB", "arguments": "ArgumentParser", "deque": "DequeModule",
        ]
        var declared: [String: Set<String>] = [:]
        let calls = manifest.matches(
            of:
                #/(?s)(pure|tests|\.target|\.executableTarget)\(\s*(?:name: )?"(\w+)"(.*?)\n? {0,12}\),\n/#
        )
        for call in calls {
            let list = String(call.3)
            var modules = Set(list.matches(of: #/"(\w+)"/#).map { String($0.1) })
            for (name, module) in products where list.contains(try Regex("\\b\(name)\\b")) {
                modules.insert(module)
            }
            modules.subtract(["ncursesw", "simdjson"])
            declared[String(call.2) + (call.1 == "tests" ? "Tests" : "")] = modules
        }
        return declared
    }
}

extension House {
    func folders(in folder: String) throws -> Set<String> {
        let root = top.appending(path: folder)
        let names = try FileManager.default.contentsOfDirectory(
            at: root, includingPropertiesForKeys: [.isDirectoryKey])
        return Set(
            try names.filter {
                try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true
            }
            .map(\.lastPathComponent))
    }
}

extension House.File {
    var imports: [String] {
        lines.filter { $0.utf8.count < 100 && $0.contains("import ") }.compactMap { line in
            line.firstMatch(
                of:
                    #/^(?:@testable |@preconcurrency )*(?:package |internal |public )?import (?:struct |class |enum |func )?(\w+)/#
            ).map { String($0.1) }
        }
    }
}
