// What a page does beyond links and forms. Everything here may be missing: every address works without it.
(() => {
  "use strict";

  // Copy buttons: a link stays a link to what it would copy; a button shows itself only where it can work.
  const revealCopyButtons = (within) => {
    if (navigator.clipboard) within.querySelectorAll("button[data-copy][hidden]").forEach((button) => { button.hidden = false; });
  };

  const say = (text) => { document.getElementById("announcement").textContent = text; };

  document.addEventListener("click", async (event) => {
    const control = event.target.closest("[data-copy]");
    if (!control || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(control.dataset.copy);
    } catch {
      if (control.href) window.location.href = control.href;
      return;
    }
    const before = control.innerHTML;
    control.textContent = control.dataset.copied;
    say(control.dataset.copied);
    setTimeout(() => { control.innerHTML = before; }, 2000);
  });

  // A swap keeps what the reader had: unfolded parts stay unfolded, words typed but not yet sent stay typed.
  let sent = false;
  document.addEventListener("htmx:beforeSwap", (event) => { sent = event.detail.requestConfig.elt.tagName === "FORM"; });

  const keep = (old, fresh) => {
    const again = (part) => fresh.querySelector(`#${CSS.escape(part.id)}`);
    old.querySelectorAll("details[id][open]").forEach((part) => again(part)?.setAttribute("open", ""));
    if (sent) return;
    old.querySelectorAll("input[type=text], input[type=search]").forEach((input) => {
      const field = input.value === input.defaultValue ? null : again(input);
      if (field) field.value = input.value;
    });
  };

  // One listener for every link that chooses: one on each (hx-boost) costs a tenth of a swap. All ask through #main, so that
  // of several choices made at once the last is what the page comes to show. What leads to a place in a page (#) is the
  // browser's, and so is what is to open elsewhere.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-swap] a:not([data-copy], [href*='#'])");
    if (!link || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const how = { source: "#main", target: "#results", swap: "whole", push: "true" };
    htmx.ajax("get", link.getAttribute("href"), how).catch(() => {}); // failed() says it
  });

  // Results are put in place in a way of our own (hx-swap="whole"). By htmx's way each of the thousand elements that go is
  // told so, one by one and twice, and attributes are carried from old to new: half of a swap's time, for nobody.
  htmx.defineExtension("whole", {
    isInlineSwap: (way) => way === "whole",
    handleSwap(way, target, fragment, settling) {
      const fresh = way === "whole" && fragment.querySelector(`#${target.id}`);
      if (!fresh) return false;
      const old = document.getElementById(target.id); // not the target, if another choice's answer took its place
      keep(old, fresh);
      revealCopyButtons(fresh);
      // What is new is first laid out as far as it can be seen; the rest a moment after it was painted.
      fresh.classList.add("fresh");
      setTimeout(() => fresh.classList.remove("fresh"), 400);
      old.replaceWith(fresh);
      fresh.querySelectorAll("[hx-get]").forEach((part) => htmx.process(part)); // else it would look through all
      settling.elts = [fresh]; // of which htmx tells that it was swapped
      return [];
    },
  });

  const failed = () => say(document.getElementById("announcement").dataset.failed);
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:responseError", failed);

  revealCopyButtons(document);
})();
