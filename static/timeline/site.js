// What a page does beyond links and forms. Everything here may be missing: every address works without it.
(() => {
  "use strict";

  // Copy buttons: a link stays a link to what it would copy; a button shows itself only where it can work.
  const revealCopyButtons = () => {
    if (navigator.clipboard) document.querySelectorAll("button[data-copy][hidden]").forEach((button) => { button.hidden = false; });
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
  let unfolded = [];
  let typed = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    unfolded = [...event.target.querySelectorAll("details[id][open]")].map((part) => part.id);
    const sent = event.detail.requestConfig.elt.tagName === "FORM";
    typed = sent ? [] : [...event.target.querySelectorAll("input[type=text], input[type=search]")]
      .filter((input) => input.value !== input.defaultValue)
      .map((input) => [input.id, input.value]);
  });
  // What is new is first laid out as far as it can be seen; the rest a moment after it was painted.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "results") return;
    const results = document.getElementById("results");
    results?.classList.add("fresh");
    setTimeout(() => results?.classList.remove("fresh"), 400);
  });

  const unfold = () => unfolded.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  document.addEventListener("htmx:afterSettle", unfold); // what fetches its contents listens from now on
  document.addEventListener("htmx:afterSwap", () => {
    unfolded.forEach((id) => document.querySelector(`#${CSS.escape(id)}:not([hx-get])`)?.setAttribute("open", ""));
    typed.forEach(([id, value]) => { const input = document.getElementById(id); if (input) input.value = value; });
    revealCopyButtons();
  });

  const failed = () => say(document.getElementById("announcement").dataset.failed);
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:responseError", failed);

  revealCopyButtons();
})();
