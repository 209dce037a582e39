"""A thousand alerting rules over ten thousand series, for driftop and for Prometheus at once.

Both read the same growing metrics and the same rule file: driftop the file itself, Prometheus
through a small server on loopback.
"""
import http.server
import json
import os
import random
import shutil
import socket
import subprocess
import threading
import time
import urllib.request

MODELS, TARGETS, INTERVAL = 100, 10, 5
GAUGES = ["app_queue_length", "app_load_ratio", "app_latency_seconds", "app_latency_usual_seconds"]
COUNTERS = ["app_requests_total", "app_errors_total", "app_retries_total", "app_bytes_total",
            "app_duration_seconds_count"]
# The tenth kind of series: a model's histogram over all its targets, ten buckets.
BOUNDS = ["0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "+Inf"]
# Ten rules a model; about one series in twenty is beyond a limit.
KINDS = [
    ("QueueLong", 'app_queue_length{model="%s"} > 950', "0s"),
    ("QueueSomewhere", 'app_queue_length{model="%s",target=~"t[0-4]"} > 900', "1m"),
    ("Busy", 'avg_over_time(app_load_ratio{model="%s"}[5m]) > 0.6', "1m"),
    ("Slow", 'app_latency_seconds{model="%s"} '
             '> on (model, target) 1.9 * app_latency_usual_seconds{model="%s"}', "2m"),
    ("Failing", 'rate(app_errors_total{model="%s"}[5m]) '
                '/ rate(app_requests_total{model="%s"}[5m]) > 0.09', "1m"),
    ("Retrying", 'sum by (model) (rate(app_retries_total{model="%s"}[5m])) > 52', "1m"),
    ("Flood", 'increase(app_bytes_total{model="%s"}[5m]) > 290000', "1m"),
    ("Peak", 'max_over_time(app_queue_length{model="%s"}[5m]) > 998', "0s"),
    ("Tail", 'histogram_quantile(0.95, sum by (le) '
             '(rate(app_duration_seconds_bucket{model="%s"}[5m]))) > 4', "1m"),
    ("Stalled", 'rate(app_duration_seconds_count{model="%s"}[1m]) < 2', "2m"),
]


def rule_file():
    rules = []
    for model in range(MODELS):
        name = f"m{model:02}"
        for alert, expression, hold in KINDS:
            filled = expression.replace("%s", name)
            rules.append(
                f"  - alert: {alert}{name}\n    expr: {filled}\n    for: {hold}\n"
                "    labels: {severity: ticket}\n"
                "    annotations: {summary: '{{ $labels.model }} {{ $labels.target }} "
                "is at {{ $value | humanize }}'}\n")
    return "groups:\n- name: thousand\n  interval: 15s\n  rules:\n" + "".join(rules)


class Series:
    """The metrics as text, moved on by `step`."""

    def __init__(self):
        self.random = random.Random(7)
        self.counts = {}

    def count(self, key, most):
        self.counts[key] = self.counts.get(key, 0) + self.random.random() * most * INTERVAL
        return self.counts[key]

    def text(self):
        lines, rand = [], self.random.random
        for model in range(MODELS):
            for target in range(TARGETS):
                labels = f'{{model="m{model:02}",target="t{target}"}}'
                for metric, scale in zip(GAUGES, (1000, 1, 1, 1)):
                    lines.append(f"{metric}{labels} {rand() * scale:.4f}")
                for metric, most in zip(COUNTERS, (100, 9, 10, 2_000, 9)):
                    total = self.count((metric, model, target), most)
                    lines.append(f"{metric}{labels} {total:.3f}")
            total = 0
            for bound in BOUNDS:
                total += self.count((bound, model), 10)
                lines.append(
                    f'app_duration_seconds_bucket{{model="m{model:02}",le="{bound}"}} {total:.3f}')
        return "\n".join(lines) + "\n"


class Metrics:
    """Rewrites the file every few seconds, and serves it."""

    def __init__(self, path):
        self.path, self.series, self.stopping = path, Series(), threading.Event()
        self.write()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; version=0.0.4")
                self.end_headers()
                with open(outer.path, "rb") as file:
                    self.wfile.write(file.read())

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]

    def write(self):
        # Whole or not at all, as exporters do it.
        with open(self.path + ".new~", "w") as file:
            file.write(self.series.text())
        os.replace(self.path + ".new~", self.path)

    def keep_writing(self):
        while not self.stopping.wait(INTERVAL):
            self.write()

    def __enter__(self):
        for work in (self.server.serve_forever, self.keep_writing):
            threading.Thread(target=work, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.server.shutdown()


class Prometheus:
    """Debian's, on loopback, scraping `port`."""

    def __init__(self, root, rules, port):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        config = os.path.join(root, "prometheus.yml")
        with open(config, "w") as file:
            file.write(
                f"global: {{scrape_interval: {INTERVAL}s, evaluation_interval: 15s}}\n"
                f"rule_files: [{rules}]\n"
                "scrape_configs:\n- job_name: bench\n  static_configs:\n"
                f"  - targets: ['127.0.0.1:{port}']\n")
        self.command = [
            "prometheus", f"--config.file={config}", "--log.level=error",
            f"--storage.tsdb.path={os.path.join(root, 'tsdb')}",
            f"--web.listen-address=127.0.0.1:{self.port}"]

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def metric(self, name):
        """The sum of a metric's series; None while it has none."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=5) as page:
                lines = page.read().decode().splitlines()
        except OSError:
            return None
        values = [float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(name + "{")]
        return sum(values) if values else None


    def firing(self):
        """How many alerts fire; None when it does not say."""
        query = "/api/v1/query?query=count(ALERTS{alertstate='firing'})"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{query}", timeout=5) as page:
                return int(json.load(page)["data"]["result"][0]["value"][1])
        except (OSError, LookupError, ValueError):
            return None


def available():
    return shutil.which("prometheus") is not None


def median(values):
    return sorted(values)[len(values) // 2]
