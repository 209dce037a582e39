extension Frame {
    /// The frame as a page of its own: one `pre`, a `span` a run, nothing loaded from elsewhere.
    package func html(_ picture: Picture = Picture()) -> String {
        var classes: [Style: String] = [:]
        var rules = ""
        var body = ""
        for y in 0..<size.height {
            for run in runs(y) {
                let name = classes[run.style] ?? "s\(classes.count)"
                if classes[run.style] == nil {
                    classes[run.style] = name
                    rules += ".\(name){\(Self.css(run.style, picture))}\n"
                }
                body += "<span class=\"\(name)\">\(Picture.escaped(run.text))</span>"
            }
            body += "\n"
        }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>\(Picture.escaped(picture.title))</title>
            <style>
            body{background:\(Picture.hex(picture.background))}
            pre{font:14px/1.2 ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;\
            color:\(Picture.hex(picture.foreground))}
            \(rules)</style>
            </head>
            <body><pre>
            \(body)</pre></body>
            </html>

            """
    }

    private static func css(_ style: Style, _ picture: Picture) -> String {
        let colors = picture.colors(style)
        var rules = ["color:\(colors.foreground)"]
        if let background = colors.background { rules.append("background:\(background)") }
        if style.attributes.contains(.bold) { rules.append("font-weight:bold") }
        if style.attributes.contains(.italic) { rules.append("font-style:italic") }
        if style.attributes.contains(.underline) { rules.append("text-decoration:underline") }
        return rules.joined(separator: ";")
    }
}
