"""Logs for the benchmarks: real lines at a steady rate, written a second at a time.

A second of lines is made once as a block; only its time stamps change, in one replacement.
"""
import random
import time

MARK = b"\x00"


def stamp(second):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second)).encode()


class Blocks:
    """`rate` events a second over `deployments`, each with `features` numbers."""

    def __init__(self, rate, deployments, features, seed=7, variety=20):
        rng = random.Random(seed)
        self.blocks = []
        for _ in range(variety):
            lines = []
            for index in range(rate):
                which = index % deployments
                values = ",".join(f'"f{f}":{rng.gauss(10, 3):.3f}' for f in range(features))
                lines.append(
                    b'{"ts":"' + MARK + b".%03dZ" % (index * 1000 // rate)
                    + b'","model":"m%02d","version":"%d","target":"eu-1",' % (which, which % 3 + 1)
                    + b'"request_id":"%032x",' % rng.getrandbits(128)
                    + b'"latency_ms":%.2f,"status":%d,' % (
                        rng.lognormvariate(3.2, 0.5), 200 if rng.random() > 0.005 else 503)
                    + b'"prediction":"approve","score":%.5f,' % rng.random()
                    + b'"features":{' + values.encode() + b"}}\n")
            self.blocks.append(b"".join(lines))

    def second(self, second):
        return self.blocks[second % len(self.blocks)].replace(MARK, stamp(second))

    @property
    def size(self):
        return len(self.second(0))

    def write(self, path, end, size):
        """A log of about `size` bytes whose last second is `end`."""
        seconds = max(1, size // self.size)
        with open(path, "wb", buffering=1 << 22) as out:
            for second in range(end - seconds, end):
                out.write(self.second(second))
        return seconds


def keep_writing(path, rate, deployments, features, stop):
    """Appends what each twentieth of a second brings, in real time, until `stop` is set."""
    blocks = Blocks(rate, deployments, features)
    with open(path, "ab", buffering=0) as out:
        cut = {}
        while not stop.is_set():
            now = time.time()
            second, part = int(now), int(now * 20) % 20
            if cut.get("second") != second:
                cut = {"second": second, "lines": blocks.second(second).splitlines(True), "done": 0}
            upto = len(cut["lines"]) * (part + 1) // 20
            if upto > cut["done"]:
                out.write(b"".join(cut["lines"][cut["done"]:upto]))
                cut["done"] = upto
            time.sleep(max(0, (int(now * 20) + 1) / 20 - time.time()))
