// Conveniences only: every page works without them. A form or link with data-swap="ID" fetches its page's part and
// puts it in the place of #ID, keeps the focus, the address and the way back, and says what changed.
"use strict";

const reader = Math.random().toString(36).slice(2);
let running = null;
let shown = location.pathname + location.search;

async function swap(address, id, remember) {
  const place = document.getElementById(id);
  if (!place) { location.href = address; return; }
  if (running) running.abort();
  running = new AbortController();
  place.classList.add("busy");
  try {
    const headers = { "x-part": id, "x-reader": reader };
    const answer = await fetch(address, { headers, signal: running.signal });
    if (!answer.ok) { location.href = address; return; }
    const focused = document.activeElement && document.activeElement.id;
    place.innerHTML = await answer.text();
    if (focused) document.getElementById(focused)?.focus();
    if (remember) history.pushState({ swap: id }, "", address);
    shown = location.pathname + location.search;
    const said = place.querySelector("[data-say]");
    if (said) document.getElementById("said").textContent = said.textContent;
    place.classList.remove("busy");
  } catch (problem) {
    if (problem.name !== "AbortError") location.href = address;
  }
}

function address(form) {
  const given = new URLSearchParams(new FormData(form));
  const kept = [...given].filter(([, value]) => value !== "");
  return form.action + (kept.length ? "?" + new URLSearchParams(kept) : "");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "get" || !form.dataset.swap) return;
  event.preventDefault();
  swap(address(form), form.dataset.swap, true);
});

document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

let waiting = 0;
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form || form.method !== "get" || !form.dataset.swap) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => swap(address(form), form.dataset.swap, true), event.target.type === "search" ? 250 : 0);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  swap(link.href, link.dataset.swap, true);
});

// The way back leads to views that were swapped in; a step to a place within the page, as the link to the content, is none.
window.addEventListener("popstate", () => { if (location.pathname + location.search !== shown) location.reload(); });

// Work that goes on: its place is fetched again, less often as it lasts and not while nobody looks; at its end the page.
async function poll(id, pause) {
  await new Promise((resume) => setTimeout(resume, pause));
  if (document.hidden) { poll(id, pause); return; }
  const answer = await fetch(location.pathname, { headers: { "x-part": id } }).catch(() => null);
  const place = document.getElementById(id);
  if (answer && answer.ok) {
    const text = await answer.text();
    if (!text.includes(`data-poll="${id}"`)) { location.reload(); return; }
    place.innerHTML = text;
  }
  poll(id, Math.min(pause * 1.2, 5000));
}

const working = document.querySelector("[data-poll]");
if (working) poll(working.dataset.poll, 700);
