"""A program in a pseudo-terminal of a given size, with a clock on what it writes."""
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time


class Terminal:
    def __init__(self, command, columns, rows, directory=None, environment=None):
        self.started = time.monotonic()
        self.output = bytearray()
        pid, self.fd = pty.fork()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            if directory:
                os.chdir(directory)
            os.environ.update(
                {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **(environment or {})})
            os.execvp(command[0], command)
        self.pid = pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for sent in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(self.pid, sent)
            except ProcessLookupError:
                break
            deadline = time.monotonic() + 5
            while time.monotonic() < deadline:
                self.read(0.05)
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    os.close(self.fd)
                    return
        os.close(self.fd)

    def read(self, timeout):
        """What comes within `timeout` seconds; empty when nothing did."""
        ready, _, _ = select.select([self.fd], [], [], max(0, timeout))
        if not ready:
            return b""
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:
            return b""
        self.output += data
        return data

    def until(self, holds, timeout):
        """Seconds from the start until `holds(output)`; None after `timeout`."""
        deadline = self.started + timeout
        while time.monotonic() < deadline:
            if self.read(deadline - time.monotonic()) and holds(self.output):
                return time.monotonic() - self.started
        return None

    def run_for(self, seconds):
        """Bytes written within that time."""
        before, deadline = len(self.output), time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.read(deadline - time.monotonic())
        return len(self.output) - before

    def press(self, key, answer, timeout=2.0):
        """Seconds from a key to output that contains `answer`; None when it never came."""
        while self.read(0):
            pass
        seen, begin = bytearray(), time.perf_counter()
        os.write(self.fd, key)
        while time.perf_counter() - begin < timeout:
            seen += self.read(timeout)
            if answer in seen:
                return time.perf_counter() - begin
        return None

    def cpu_seconds(self):
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_megabytes(self):
        with open(f"/proc/{self.pid}/status") as file:
            for line in file:
                if line.startswith("VmRSS"):
                    return int(line.split()[1]) / 1024
        return 0.0
