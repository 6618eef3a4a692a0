// The workbench: keyboard shortcuts, adding words by selection, and saving unsent input. Everything also works without it.
(() => {
  "use strict";

  const bench = document.getElementById("workbench");
  const status = document.getElementById("bench-status");
  const text = document.getElementById("text");
  const cards = () => [...document.querySelectorAll(".bench-card")];
  const current = () => document.activeElement?.closest(".bench-card");

  // Keys move between cards and press their buttons, except in a field.
  const go = (step) => {
    const all = cards();
    const next = all[all.indexOf(current()) + step] || all[step > 0 ? 0 : all.length - 1];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const press = (action) => current()?.querySelector(`button[value="${action}"]`)?.click();
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    a: () => press("accept"),
    r: () => press("reject"),
    s: () => press("keep"),
    e: () => current()?.querySelector("textarea")?.focus(),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (typing) {
      if (event.key === "Escape") current()?.focus();
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) press("accept");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  // Highlight the words of the focused card in the text; a click on words in the text focuses their card.
  const markCurrent = () => {
    const here = current()?.id.slice(1);
    document.querySelectorAll(".piece").forEach((piece) => piece.classList.toggle("current", piece.dataset.proposal === here));
    if (here) document.getElementById(`m${here}`)?.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("focusin", markCurrent);
  text?.addEventListener("click", (event) => {
    const piece = event.target.closest(".piece");
    if (!piece || !window.getSelection().isCollapsed) return;
    event.preventDefault();
    document.getElementById(`p${piece.dataset.proposal}`)?.focus();
  });

  // Copy selected words and their position to the form below the text. Positions count code points, as on the server.
  const mark = document.getElementById("form-mark");
  document.addEventListener("selectionchange", () => {
    const selection = window.getSelection();
    if (!text || !mark || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const from = (range.startContainer.nodeType === Node.TEXT_NODE ? range.startContainer.parentElement : range.startContainer).closest("p[data-start]");
    if (!from || !text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
    const words = selection.toString();
    if (!words.trim()) return;
    const before = document.createRange();
    before.setStart(from, 0);
    before.setEnd(range.startContainer, range.startOffset);
    mark.elements.start.value = Number(from.dataset.start) + [...before.toString()].length;
    mark.elements.exact.value = words.replace(/\n\n/g, "\n");
    document.getElementById("mark").open = true;
    keep(mark);
  });

  // Save input in this browser until it has been sent.
  const name = (form) => `workbench:${location.pathname}:${form.id}`;
  const values = (form) => [...form.querySelectorAll("textarea, select, input:not([type=hidden])")];
  const keep = (form) => {
    const typed = values(form).map((field) => [field.name, field.type === "checkbox" ? `${field.value}:${field.checked}` : field.value]);
    localStorage.setItem(name(form), JSON.stringify({ typed, sent: false }));
  };
  const restore = (form) => {
    const stored = JSON.parse(localStorage.getItem(name(form)) || "null");
    const [visit] = performance.getEntriesByType("navigation");
    if (!stored || form.querySelector(".errorlist")) return;
    if (stored.sent && visit?.type !== "back_forward") return localStorage.removeItem(name(form));
    const fields = values(form);
    stored.typed.forEach(([field, value], i) => {
      if (fields[i]?.name !== field) return;
      if (fields[i].type === "checkbox") fields[i].checked = value.endsWith(":true");
      else fields[i].value = value;
    });
    form.closest("details")?.setAttribute("open", "");
  };
  document.querySelectorAll("form[data-keep]").forEach(restore);
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-keep]");
    if (form) keep(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-keep]:not([hx-post])");
    const stored = form && JSON.parse(localStorage.getItem(name(form)) || "null");
    if (stored) localStorage.setItem(name(form), JSON.stringify({ ...stored, sent: true }));
  });

  // After a response for one card: update its words in the text and focus the next open card.
  document.addEventListener("htmx:afterSwap", (event) => {
    const card = document.getElementById(event.detail.target.id);
    if (!card?.classList.contains("bench-card")) return;
    status.textContent = "";
    const state = card.dataset.state;
    document.querySelectorAll(`.piece[data-proposal="${card.id.slice(1)}"]`).forEach((piece) => { piece.dataset.state = state; });
    if (card.querySelector(".errorlist")) return card.querySelector(".errorlist").closest(".bench-field")?.querySelector("input, textarea")?.focus();
    localStorage.removeItem(`workbench:${location.pathname}:form-${card.id}`);
    const all = cards();
    const next = all.slice(all.indexOf(card) + 1).find((one) => one.dataset.state === "open");
    (state === "open" ? card : next || card).focus();
  });
  document.addEventListener("htmx:responseError", (event) => {
    status.textContent = event.detail.xhr.status === 401 ? status.dataset.ended : status.dataset.failed;
    status.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("htmx:sendError", () => { status.textContent = status.dataset.failed; });
})();
