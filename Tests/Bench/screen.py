"""What a terminal shows after the bytes it was sent: as much of xterm as curses uses."""
import codecs
import re

SEQUENCE = re.compile(
    r"\x1b\[([?>=!]?)([0-9;]*)[ -/]*([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][0-9A-Za-z]"
    r"|\x1b[^\[\]()]")


class Screen:
    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.lines = [[" "] * columns for _ in range(rows)]
        self.row = self.column = 0
        self.rest = ""
        self.last = " "
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def text(self):
        return ["".join(line).rstrip() for line in self.lines]

    def feed(self, data):
        text, at = self.rest + self.decoder.decode(data), 0
        self.rest = ""
        while at < len(text):
            character = text[at]
            if character == "\x1b":
                match = SEQUENCE.match(text, at)
                if not match:
                    # Cut in the middle: the other half comes with the next bytes.
                    self.rest = text[at:]
                    return
                if match.group(3) and not match.group(1):
                    self.control(match.group(3), match.group(2))
                at = match.end()
                continue
            self.take(character)
            at += 1

    def take(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self.row = min(self.rows - 1, self.row + 1)
        elif character == "\b":
            self.column = max(0, self.column - 1)
        elif character >= " ":
            self.lines[self.row][min(self.column, self.columns - 1)] = character
            self.column += 1
            self.last = character

    def control(self, final, parameters):
        numbers = [int(p) if p else 0 for p in parameters.split(";")]
        count = max(1, numbers[0])
        line = self.lines[self.row]
        if final == "H":
            self.row = min(self.rows, count) - 1
            self.column = min(self.columns, max(1, (numbers + [1])[1])) - 1
        elif final == "d":
            self.row = min(self.rows, count) - 1
        elif final == "G":
            self.column = min(self.columns, count) - 1
        elif final in "AB":
            self.row = min(self.rows - 1, max(0, self.row + (count if final == "B" else -count)))
        elif final in "CD":
            step = count if final == "C" else -count
            self.column = min(self.columns - 1, max(0, self.column + step))
        elif final == "J":
            self.control("K", parameters)
            below = range(self.rows) if numbers[0] == 2 else range(self.row + 1, self.rows)
            for row in below:
                self.lines[row] = [" "] * self.columns
        elif final == "K":
            start = 0 if numbers[0] else self.column
            end = self.column + 1 if numbers[0] == 1 else self.columns
            line[start:end] = " " * (end - start)
        elif final == "X":
            end = min(self.columns, self.column + count)
            line[self.column:end] = " " * (end - self.column)
        elif final == "P":
            del line[self.column:self.column + count]
            line.extend(" " * (self.columns - len(line)))
        elif final == "@":
            line[self.column:self.column] = " " * count
            del line[self.columns:]
        elif final == "b":
            for _ in range(count):
                self.take(self.last)
        elif final in "LM":
            for _ in range(count):
                if final == "L":
                    self.lines.insert(self.row, [" "] * self.columns)
                    self.lines.pop()
                else:
                    self.lines.pop(self.row)
                    self.lines.append([" "] * self.columns)
