/// A regular expression as instructions, run by walking all its threads at once: time is linear
/// in the text, whatever the expression (the method RE2 uses).
struct PatternProgram: Sendable {
    enum Instruction: Sendable {
        case scalar(ScalarClass, next: Int)
        case any(matchesNewline: Bool, next: Int)
        case assertion(PatternAssertion, next: Int)
        /// `first` is preferred.
        case split(first: Int, second: Int)
        case save(slot: Int, next: Int)
        case match
    }

    private(set) var instructions: [Instruction] = []
    let groupCount: Int

    /// Larger programs are refused.
    private static let maximumSize = 20_000

    init(_ node: PatternNode, groupCount: Int) throws(PatternProblem) {
        self.groupCount = groupCount
        instructions = [.match]
        start = 0
        start = try compile(node, then: 0)
    }

    private var start: Int

    /// Adds the instructions of `node` that go on to `next`; returns where they begin.
    private mutating func compile(
        _ node: PatternNode, then next: Int
    ) throws(PatternProblem) -> Int {
        switch node {
        case .empty: return next
        case .scalar(let set): return try add(.scalar(set, next: next))
        case .any(let matchesNewline):
            return try add(.any(matchesNewline: matchesNewline, next: next))
        case .assertion(let assertion): return try add(.assertion(assertion, next: next))
        case .sequence(let parts):
            var target = next
            for part in parts.reversed() { target = try compile(part, then: target) }
            return target
        case .alternatives(let branches):
            var entry = try compile(branches[branches.count - 1], then: next)
            for branch in branches.dropLast().reversed() {
                let first = try compile(branch, then: next)
                entry = try add(.split(first: first, second: entry))
            }
            return entry
        case .group(let index, let inner):
            let close = try add(.save(slot: 2 * index + 1, next: next))
            let body = try compile(inner, then: close)
            return try add(.save(slot: 2 * index, next: body))
        case .repetition(let inner, let minimum, let maximum, let isGreedy):
            return try compile(
                repeating: inner, minimum, maximum, isGreedy: isGreedy, then: next)
        }
    }

    private mutating func compile(
        repeating inner: PatternNode, _ minimum: Int, _ maximum: Int?, isGreedy: Bool,
        then next: Int
    ) throws(PatternProblem) -> Int {
        var target = next
        if let maximum {
            for _ in minimum..<max(minimum, maximum) {
                let body = try compile(inner, then: target)
                target = try add(choice(body, next, isGreedy: isGreedy))
            }
        } else {
            let loop = try add(.split(first: next, second: next))
            let body = try compile(inner, then: loop)
            instructions[loop] = choice(body, next, isGreedy: isGreedy)
            target = loop
        }
        for _ in 0..<minimum { target = try compile(inner, then: target) }
        return target
    }

    private func choice(_ body: Int, _ exit: Int, isGreedy: Bool) -> Instruction {
        isGreedy ? .split(first: body, second: exit) : .split(first: exit, second: body)
    }

    private mutating func add(_ instruction: Instruction) throws(PatternProblem) -> Int {
        if instructions.count >= Self.maximumSize {
            throw PatternProblem("error parsing regexp: expression too large")
        }
        instructions.append(instruction)
        return instructions.count - 1
    }

    /// The capture slots (begin, end per group, in code points) of a match of the *whole* text.
    func wholeMatch(_ scalars: [Unicode.Scalar]) -> [Int]? {
        var current = ThreadList(size: instructions.count)
        var next = ThreadList(size: instructions.count)
        follow(start, 0, scalars, [Int](repeating: -1, count: 2 * groupCount), &current)
        for position in 0..<scalars.count {
            if current.threads.isEmpty { return nil }
            next.clear()
            for thread in current.threads {
                switch instructions[thread.at] {
                case .scalar(let set, let target) where set.contains(scalars[position]):
                    follow(target, position + 1, scalars, thread.slots, &next)
                case .any(let matchesNewline, let target)
                where matchesNewline || scalars[position] != "\n":
                    follow(target, position + 1, scalars, thread.slots, &next)
                default: break
                }
            }
            swap(&current, &next)
        }
        for thread in current.threads {
            if case .match = instructions[thread.at] { return thread.slots }
        }
        return nil
    }

    /// Adds the thread and, in order of preference, all it reaches without reading.
    private func follow(
        _ start: Int, _ position: Int, _ scalars: [Unicode.Scalar], _ slots: [Int],
        _ list: inout ThreadList
    ) {
        var pending: [(Int, [Int])] = [(start, slots)]
        while let (at, slots) = pending.popLast() {
            guard list.visit(at) else { continue }
            switch instructions[at] {
            case .split(let first, let second):
                pending.append((second, slots))
                pending.append((first, slots))
            case .save(let slot, let next):
                var changed = slots
                if slot < changed.count { changed[slot] = position }
                pending.append((next, changed))
            case .assertion(let assertion, let next):
                if Self.holds(assertion, position, scalars) { pending.append((next, slots)) }
            default: list.threads.append(.init(at: at, slots: slots))
            }
        }
    }

    private static func holds(
        _ assertion: PatternAssertion, _ position: Int, _ scalars: [Unicode.Scalar]
    ) -> Bool {
        let before = position > 0 ? scalars[position - 1] : nil
        let after = position < scalars.count ? scalars[position] : nil
        switch assertion {
        case .textStart: return before == nil
        case .textEnd: return after == nil
        case .lineStart: return before == nil || before == "\n"
        case .lineEnd: return after == nil || after == "\n"
        case .wordBoundary: return isWord(before) != isWord(after)
        case .notWordBoundary: return isWord(before) == isWord(after)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        return PatternClasses.word.contains { $0.contains(scalar.value) }
    }

    /// Threads in order of preference; each instruction at most once.
    private struct ThreadList {
        struct Thread {
            var at: Int
            var slots: [Int]
        }

        var threads: [Thread] = []
        private var stamps: [Int]
        private var stamp = 1

        init(size: Int) { stamps = [Int](repeating: 0, count: size) }

        mutating func clear() {
            threads.removeAll(keepingCapacity: true)
            stamp += 1
        }

        mutating func visit(_ at: Int) -> Bool {
            if stamps[at] == stamp { return false }
            stamps[at] = stamp
            return true
        }
    }
}

/// What is wrong with a regular expression.
package struct PatternProblem: Error, Hashable, Sendable {
    package let message: String
    init(_ message: String) { self.message = message }
}
