extension Frame {
    /// The frame as a picture that stands on an exact grid in any renderer.
    ///
    /// Every run of text is fixed to its columns with `textLength`, and block glyphs and lines are
    /// drawn as shapes, so neither the viewer's font nor its gaps show.
    package func svg(_ picture: Picture = Picture()) -> String {
        let grid = SVGGrid(picture: picture)
        let width = Double(size.width) * SVGGrid.cellWidth + 2 * SVGGrid.margin
        let height = Double(size.height) * SVGGrid.cellHeight + 2 * SVGGrid.margin
        let title = Picture.escaped(picture.title)
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(grid.number(width)) \
            \(grid.number(height))" width="\(grid.number(width))" \
            height="\(grid.number(height))" role="img">
            <title>\(title)</title>
            <rect width="100%" height="100%" rx="6" fill="\(Picture.hex(picture.background))"/>
            <g font-family="ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace" \
            font-size="\(grid.number(SVGGrid.fontSize))" xml:space="preserve" \
            shape-rendering="crispEdges">

            """
        for y in 0..<size.height {
            for run in runs(y) { text += grid.background(run, y: y) }
        }
        for y in 0..<size.height {
            for run in runs(y) { text += grid.shapes(run, y: y) + grid.words(run, y: y) }
        }
        return text + "</g>\n</svg>\n"
    }
}
