// What a page does beyond its forms. Nothing here is needed to shop: every action is a form first.

// A notice that htmx put up goes away by itself, unless someone is reading it.
document.addEventListener("htmx:afterSwap", (event) => {
  const notice = event.target.closest("#notices")?.firstElementChild;
  if (!notice) return;
  setTimeout(() => notice?.matches(":hover, :focus-within") || notice?.remove(), 7000);
});
document.addEventListener("click", (event) => {
  event.target.closest("[data-closes]")?.closest(".notice")?.remove();
});

// A refusal (4xx) carries a sentence for the shopper: show it where the answer says.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 400 && event.detail.xhr.getResponseHeader("HX-Retarget")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// An answer may bring parts for places that this page does not have (a stepper for a card on another shelf): leave them out.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.serverResponse.includes("hx-swap-oob")) return;
  const answer = document.createElement("template");
  answer.innerHTML = event.detail.serverResponse;
  for (const part of answer.content.querySelectorAll("[hx-swap-oob]")) {
    const place = part.id ? `#${part.id}` : part.getAttribute("hx-swap-oob").replace("outerHTML:", "");
    if (!document.querySelector(place)) part.remove();
  }
  event.detail.serverResponse = answer.innerHTML;
});

// A request that never arrived says so, in the page's own words.
document.addEventListener("htmx:sendError", () => {
  const words = document.querySelector("template#offline");
  if (words) document.querySelector("#notices")?.replaceChildren(words.content.cloneNode(true));
});

// A form is sent once: its button waits until the answer is here (and wakes up when Back shows the page again).
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("hx-post") || form.method !== "post") return;
  for (const button of form.querySelectorAll("button:not([name])")) button.disabled = true;
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form[method=post] button:disabled:not([data-stays])")) button.disabled = false;
});

// Choosing a sort order is enough; no second press on a button.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});

// What opens over the page closes with Escape, and at a press anywhere else.
const closes = (event) => {
  for (const open of document.querySelectorAll("details[data-popover][open]")) {
    if (event.type === "click" ? open.contains(event.target) : event.key !== "Escape") continue;
    open.open = false;
    if (event.type === "keydown") open.querySelector("summary").focus();
  }
};
document.addEventListener("click", closes);
document.addEventListener("keydown", closes);

// Of a row of pages that is wider than the screen, the one that is open is in sight.
for (const here of document.querySelectorAll(".tabs [aria-current], .console-nav [aria-current]")) {
  const row = here.closest(".tabs, ul");
  row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}
