"""One visit by a phone: 375 × 812 pixels, CPU four times slower, slow 4G, an empty cache.

Slow 4G is defined as in Lighthouse and applied to each request by the browser: 562.5 ms until the response begins, and
1.47 Mbit/s for all responses together. `Visit` explains the measurements.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

PHONE = {"viewport": {"width": 375, "height": 812}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
SLOWER_CPU = 4
KBIT = 1024 / 8 * 0.9  # bytes a second; Lighthouse assumes that a tenth is lost
SLOW_4G = {"latency": 562.5, "downloadThroughput": 1600 * KBIT, "uploadThroughput": 750 * KBIT}
NO_LIMIT = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
# Requests to other servers fail at once.
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
ARGS += ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]

WATCH = """(() => {
  const seen = window.seen = { fcp: 0, lcp: 0, shift: 0, busyUntil: 0 };
  const watch = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch("paint", (entry) => { if (entry.name === "first-contentful-paint") seen.fcp = entry.startTime; });
  watch("largest-contentful-paint", (entry) => { seen.lcp = entry.startTime; window.largest = entry.element; });
  watch("layout-shift", (entry) => { seen.shift += entry.value; });
  watch("longtask", (entry) => { seen.busyUntil = Math.max(seen.busyUntil, entry.startTime + entry.duration); });
})()"""
# Waits until the page is ready and fifteen checks in a row were on time and found no new measurement.
SETTLE = """(reportsReady) => new Promise((done, fail) => {
  const ready = () => reportsReady
    ? performance.getEntriesByName("ready")[0]?.startTime
    : performance.getEntriesByType("navigation")[0].loadEventEnd;
  let quiet = 0, before = "", checked = performance.now();
  const check = () => {
    const state = JSON.stringify(seen), now = performance.now();
    quiet = ready() && state === before && now - checked < 300 ? quiet + 1 : 0;
    [before, checked] = [state, now];
    if (now > 600_000) return fail(new Error("not ready after ten minutes"));
    if (quiet < 15) return setTimeout(check, 100);
    done({
      ...seen,
      lcp: window.largest?.isConnected ? seen.lcp : ready(),
      interactive: Math.max(ready(), seen.busyUntil),
      nodes: document.querySelectorAll("*").length,
    });
  };
  check();
})"""
ICON = """async () => {
  const icon = document.querySelector("link[rel=icon]");
  if (icon) await (await fetch(icon.href)).blob();
}"""
# The second frame comes after the paint.
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
CHOOSE = """async (topic) => {
  const choose = %s;
  const started = performance.now();
  await choose(topic);
  await %s;
  return performance.now() - started;
}"""
LATE = 300  # ms after which the browser has reported all responses


@dataclass(frozen=True)
class Visit:
    """Times in ms from the start of the navigation.

    bytes: all received bytes, compressed, with headers, including the page's icon.
    requests: including the icon. chain: 1 if the document itself names everything it loads; 2 if those files load more.
    nodes: elements in the document. fcp, lcp: first and largest contentful paint, as reported by Chromium; if the
    largest was a message that has disappeared (“Loading …”), lcp is the time at which the library reports that all
    events are shown. shift: the sum of all layout shifts. interactive: the time at which the page is ready (a library
    reports that all events are shown; our page: its load event) and the last task longer than 50 ms has ended.
    choice: ms from choosing a topic until the result is painted, with the slow CPU but without the slow network;
    choice_bytes: the bytes received for it. None if the page has no choices.
    """

    bytes: int
    requests: int
    chain: int
    nodes: int
    fcp: float
    lcp: float
    shift: float
    interactive: float
    choice: float | None = None
    choice_bytes: int | None = None


@dataclass(frozen=True)
class Choice:
    """Choosing one topic: `unfold` runs before the measurement; `choose` resolves when the document has changed."""

    topic: str
    choose: str
    check: Callable[[Page], None]
    unfold: str = ""


@dataclass(frozen=True)
class Contender:
    """A page with this number of events. `check` raises an error if it shows anything else."""

    name: str
    number: int
    address: str
    check: Callable[[Page], None]
    reports_ready: bool = True  # by a performance mark; otherwise its load event counts
    choice: Choice | None = None


@dataclass
class Traffic:
    """The browser's requests."""

    initiators: dict[str, str] = field(default_factory=dict)  # by address
    sizes: dict[str, int] = field(default_factory=dict)  # by the id of the request

    def listen(self, session: CDPSession) -> None:
        session.on("Network.requestWillBeSent", self.record_request)
        session.on("Network.loadingFinished", self.record_size)
        session.send("Network.enable")

    def record_request(self, message: dict[str, Any]) -> None:
        address = message["request"]["url"]
        if address.startswith("http"):
            self.initiators.setdefault(address, find_initiator(message["initiator"]))

    def record_size(self, message: dict[str, Any]) -> None:
        self.sizes[message["requestId"]] = int(message["encodedDataLength"])

    @property
    def bytes(self) -> int:
        return sum(self.sizes.values())

    def count_longest_chain(self) -> int:
        return max((count_steps(address, self.initiators) for address in self.initiators), default=0)


def find_initiator(message: dict[str, Any]) -> str:
    """The address of the document, style sheet or script that caused a request."""
    stack = message.get("stack")
    while stack and not stack["callFrames"]:
        stack = stack.get("parent")
    return message.get("url") or (stack["callFrames"][0]["url"] if stack else "")


def count_steps(address: str, initiators: dict[str, str]) -> int:
    """0 for the document, 1 for the files it names, 2 for the files that these load, and so on."""
    found, seen = 0, {address}
    while (address := initiators.get(address, "")) and address not in seen:
        seen.add(address)
        found += 1
    return found


def visit_page(browser: Browser, contender: Contender) -> Visit:
    context = browser.new_context(**PHONE)
    try:
        context.add_init_script(WATCH)
        page = context.new_page()
        page.set_default_timeout(300_000)
        session, traffic = context.new_cdp_session(page), Traffic()
        traffic.listen(session)
        slow_down(session, SLOW_4G)
        page.goto(contender.address)
        seen = page.evaluate(SETTLE, contender.reports_ready)
        slow_down(session, NO_LIMIT)
        page.evaluate(ICON)
        page.wait_for_timeout(LATE)
        first = {"bytes": traffic.bytes, "requests": len(traffic.initiators), "chain": traffic.count_longest_chain()}
        timings = {name: seen[name] for name in ("nodes", "fcp", "lcp", "shift", "interactive")}
        contender.check(page)
        return Visit(
            **first, **timings, **(measure_choice(page, contender.choice, traffic) if contender.choice else {})
        )
    finally:
        context.close()


def slow_down(session: CDPSession, network: dict[str, float]) -> None:
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
    session.send("Network.emulateNetworkConditions", {"offline": False, **network})


def measure_choice(page: Page, choice: Choice, traffic: Traffic) -> dict[str, Any]:
    if choice.unfold:
        page.evaluate(choice.unfold, choice.topic)
        page.evaluate(f"() => {PAINTED}")
    before = traffic.bytes
    milliseconds = page.evaluate(CHOOSE % (choice.choose, PAINTED), choice.topic)
    page.wait_for_timeout(LATE)
    choice.check(page)
    return {"choice": milliseconds, "choice_bytes": traffic.bytes - before}
