"""One visit by a phone: 375 × 812 pixels, CPU four times slower, slow 4G, nothing kept from before.

Slow 4G is what Lighthouse takes for it, applied to each request by the browser: 562.5 ms until its answer begins and
1.47 Mbit/s for all together. What the measures mean stands at `Visit`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

PHONE = {"viewport": {"width": 375, "height": 812}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
SLOWER_CPU = 4
KBIT = 1024 / 8 * 0.9  # bytes a second; the tenth that is lost on the way is Lighthouse's guess
SLOW_4G = {"latency": 562.5, "downloadThroughput": 1600 * KBIT, "uploadThroughput": 750 * KBIT}
NO_LIMIT = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
# Whatever a page asks for elsewhere fails at once.
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
# Until the page is ready and, fifteen times in a row, the browser looked in time and had nothing new to tell.
SETTLE = """(saysSo) => new Promise((done, fail) => {
  const ready = () => saysSo
    ? performance.getEntriesByName("ready")[0]?.startTime
    : performance.getEntriesByType("navigation")[0].loadEventEnd;
  let quiet = 0, before = "", looked = performance.now();
  const look = () => {
    const told = JSON.stringify(seen), now = performance.now();
    quiet = ready() && told === before && now - looked < 300 ? quiet + 1 : 0;
    [before, looked] = [told, now];
    if (now > 600_000) return fail(new Error("not ready after ten minutes"));
    if (quiet < 15) return setTimeout(look, 100);
    done({
      ...seen,
      lcp: window.largest?.isConnected ? seen.lcp : ready(),
      interactive: Math.max(ready(), seen.busyUntil),
      nodes: document.querySelectorAll("*").length,
    });
  };
  look();
})"""
ICON = """async () => {
  const icon = document.querySelector("link[rel=icon]");
  if (icon) await (await fetch(icon.href)).blob();
}"""
PAINTED = (
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"  # the second frame follows it
)
CHOOSE = """async (topic) => {
  const choose = %s;
  const begun = performance.now();
  await choose(topic);
  await %s;
  return performance.now() - begun;
}"""
LATE = 300  # ms in which the browser has told of all that it received


@dataclass(frozen=True)
class Visit:
    """Times in ms from the start of the navigation.

    bytes: whatever came over the wire, heads too, as compressed as it came; with the icon that the page names.
    requests: with the icon. chain: 1 where the document names all that is asked for; 2 where that asks for more.
    nodes: elements in the document. fcp, lcp: first and largest contentful paint, as Chromium tells them; but where the
    largest was a message that has gone since (“Loading …”), lcp is when all events were drawn, as the library says.
    shift: the sum of all layout shifts. interactive: when the page was ready (a library says so itself once all events
    are drawn; ours: its load event) and the last task longer than 50 ms had ended.
    choice: ms from a reader's choice of one topic until the result was painted, with the CPU as slow, but the network
    as fast as it is; choice_bytes: what came over the wire for it. Nothing where there is nothing to choose.
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
    """Of one topic: `unfold` comes before the clock starts; `choose` is done when the document has changed."""

    topic: str
    choose: str
    check: Callable[[Page], None]
    unfold: str = ""


@dataclass(frozen=True)
class Contender:
    """A page of somebody's with so many events. `check` refuses one that shows something else."""

    name: str
    number: int
    address: str
    check: Callable[[Page], None]
    says_ready: bool = True  # by a performance mark; else its load event does
    choice: Choice | None = None


@dataclass
class Traffic:
    """What the browser asked for, by the number it gave each request."""

    asked_by: dict[str, str] = field(default_factory=dict)  # address: of what asked for it
    sizes: dict[str, int] = field(default_factory=dict)

    def listen(self, session: CDPSession) -> None:
        session.on("Network.requestWillBeSent", self.sent)
        session.on("Network.loadingFinished", self.came)
        session.send("Network.enable")

    def sent(self, told: dict[str, Any]) -> None:
        address = told["request"]["url"]
        if address.startswith("http"):
            self.asked_by.setdefault(address, initiator(told["initiator"]))

    def came(self, told: dict[str, Any]) -> None:
        self.sizes[told["requestId"]] = int(told["encodedDataLength"])

    @property
    def bytes(self) -> int:
        return sum(self.sizes.values())

    def chain(self) -> int:
        return max((steps(address, self.asked_by) for address in self.asked_by), default=0)


def initiator(told: dict[str, Any]) -> str:
    """The file because of which something is asked for: a document, a style sheet, the script that called."""
    stack = told.get("stack")
    while stack and not stack["callFrames"]:
        stack = stack.get("parent")
    return told.get("url") or (stack["callFrames"][0]["url"] if stack else "")


def steps(address: str, asked_by: dict[str, str]) -> int:
    """0 for the document, 1 for what it names, 2 for what that asks for …"""
    found, seen = 0, {address}
    while (address := asked_by.get(address, "")) and address not in seen:
        seen.add(address)
        found += 1
    return found


def visit(browser: Browser, contender: Contender) -> Visit:
    context = browser.new_context(**PHONE)
    try:
        context.add_init_script(WATCH)
        page = context.new_page()
        page.set_default_timeout(300_000)
        session, traffic = context.new_cdp_session(page), Traffic()
        traffic.listen(session)
        slow_down(session, SLOW_4G)
        page.goto(contender.address)
        seen = page.evaluate(SETTLE, contender.says_ready)
        slow_down(session, NO_LIMIT)
        page.evaluate(ICON)
        page.wait_for_timeout(LATE)
        first = {"bytes": traffic.bytes, "requests": len(traffic.asked_by), "chain": traffic.chain()}
        told = {name: seen[name] for name in ("nodes", "fcp", "lcp", "shift", "interactive")}
        contender.check(page)
        return Visit(**first, **told, **(chosen(page, contender.choice, traffic) if contender.choice else {}))
    finally:
        context.close()


def slow_down(session: CDPSession, network: dict[str, float]) -> None:
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
    session.send("Network.emulateNetworkConditions", {"offline": False, **network})


def chosen(page: Page, choice: Choice, traffic: Traffic) -> dict[str, Any]:
    if choice.unfold:
        page.evaluate(choice.unfold, choice.topic)
        page.evaluate(f"() => {PAINTED}")
    before = traffic.bytes
    took = page.evaluate(CHOOSE % (choice.choose, PAINTED), choice.topic)
    page.wait_for_timeout(LATE)
    choice.check(page)
    return {"choice": took, "choice_bytes": traffic.bytes - before}
