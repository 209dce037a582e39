extension KeyMap {
    /// The keys without any configuration, in the order of the footer.
    package static let standard = KeyMap(
        bindings: alerts + around + seeing + program)

    private static let alerts: [KeyBinding] = [
        KeyBinding(
            .open, [.enter], "why", "Open what the cursor is on: why an alert fires, a version",
            .alerts),
        KeyBinding(
            .acknowledge, [.character("a")], "ack",
            "Acknowledge the alert at once: you have it in hand", .alerts),
        KeyBinding(
            .comment, [.character("m")], "comment", "Add a comment to the alert", .alerts),
        KeyBinding(
            .undo, [.character("u")], "take back",
            "Take back the acknowledgement, snooze or silence", .alerts),
        KeyBinding(
            .snooze, [.character("z")], "snooze",
            "Quiet for a while: 15 m, 1 h, until the shift ends, until worse", .alerts),
        KeyBinding(
            .silence, [.character("s")], "silence",
            "Silence the alert for hours of planned work", .alerts),
    ]

    private static let around: [KeyBinding] = [
        KeyBinding(
            .requests, [.character("e")], "requests", "The requests under the numbers", .around),
        KeyBinding(
            .compare, [.character("c")], "compare",
            "Compare two versions; again for the next other version", .around),
        KeyBinding(
            .version, [.character("v")], "version", "Open the subject's version", .around),
        KeyBinding(
            .versions, [.character("V")], "", "All versions of the subject's model", .around),
        KeyBinding(
            .rule, [.character("x")], "rule", "The rule's expression as it stands in the file",
            .around),
        KeyBinding(
            .copy, [.character("y")], "copy",
            "Copy what the cursor is on: a command, a request, a name", .around),
        KeyBinding(
            .copyLine, [.character("Y")], "copy line", "Copy the request's whole line", .around),
        KeyBinding(
            .previousEvent, [.character("[")], "", "The event before, on the time axis", .around),
        KeyBinding(
            .nextEvent, [.character("]")], "events", "The event after, on the time axis", .around),
        KeyBinding(.back, [.escape], "back", "Back; clears a filter first", .around),
        KeyBinding(
            .full, [.character("f")], "full", "The focused pane over the whole screen, and back",
            .around),
        KeyBinding(.focusModels, [.character("1")], "", "Focus Models", .around),
        KeyBinding(.focusMetrics, [.character("2")], "", "Focus Metrics", .around),
        KeyBinding(.focusWorkflow, [.character("3")], "", "Focus Workflow", .around),
        KeyBinding(.focusTeam, [.character("4")], "", "Focus Team", .around),
        KeyBinding(.focusAlerts, [.character("5")], "", "Focus Alerts", .around),
        KeyBinding(.nextPane, [.tab], "", "The next pane", .around),
        KeyBinding(.previousPane, [.backTab], "", "The pane before", .around),
        KeyBinding(.down, [.character("j"), .down], "", "A row down", .around),
        KeyBinding(.up, [.character("k"), .up], "", "A row up", .around),
        KeyBinding(.pageDown, [.pageDown, .control("f")], "", "A page down", .around),
        KeyBinding(.pageUp, [.pageUp, .control("b")], "", "A page up", .around),
        KeyBinding(.first, [.character("g"), .home], "", "The first row", .around),
        KeyBinding(.last, [.character("G"), .end], "", "The last row", .around),
    ]

    private static let seeing: [KeyBinding] = [
        KeyBinding(
            .filter, [.character("/")], "", "Keep rows with a text; !text without it, ~pattern",
            .seeing),
        KeyBinding(
            .sort, [.character("o"), .character(">")], "",
            "Sort the models by the next column", .seeing),
        KeyBinding(
            .previousSort, [.character("<")], "", "Sort by the column before", .seeing),
        KeyBinding(.reverseSort, [.character("O")], "", "Turn the order round", .seeing),
        KeyBinding(
            .pause, [.character("p"), .character(" ")], "",
            "Hold the picture; collecting goes on behind it", .seeing),
        KeyBinding(
            .narrower, [.character("-")], "", "A shorter window for the figures", .seeing),
        KeyBinding(
            .wider, [.character("+"), .character("=")], "", "A longer window for the figures",
            .seeing),
        KeyBinding(.theme, [.character("T")], "", "Choose a theme", .seeing),
        KeyBinding(
            .sources, [.character("S")], "", "What is read, how fresh it is, what was rejected",
            .seeing),
        KeyBinding(
            .rules, [.character("r")], "", "The rules and how often each fires", .seeing),
        KeyBinding(
            .lowerLimit, [.left], "lower", "Try a lower limit on the rule's past; no file changes",
            .seeing),
        KeyBinding(
            .raiseLimit, [.right], "raise the limit", "Try a higher limit on the rule's past",
            .seeing),
        KeyBinding(
            .typeLimit, [.character("t")], "type it", "Type a limit to try on the rule's past",
            .seeing),
        KeyBinding(
            .handoff, [.character("H")], "",
            "The shift in one page of text, to hand it over", .seeing),
        KeyBinding(
            .reference, [.character("R")], "",
            "Take the subject's live traffic as its reference", .seeing),
    ]

    private static let program: [KeyBinding] = [
        KeyBinding(
            .command, [.character(":")], "",
            "A command: sort, window, theme, view, ack, snooze, goto, q", .program),
        KeyBinding(.help, [.character("?"), .function(1)], "help", "This help", .program),
        KeyBinding(
            .redraw, [.control("l")], "", "Draw the whole screen anew", .program),
        KeyBinding(.quit, [.character("q")], "quit", "Quit, from every view", .program),
    ]
}
