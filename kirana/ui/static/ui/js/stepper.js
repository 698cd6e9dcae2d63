// + and − answer at once. The first tap is sent immediately; taps while it travels become one more request, and
// leaving the page sends what is not yet told. Without this file the buttons are plain submits of the same form.
const travelling = new WeakMap();
const unsent = new Map();

function told(form, quantity) {
  if (!form.dataset.loose) return String(quantity);
  const number = quantity >= 1000 ? quantity / 1000 : quantity;
  return `${number} ${quantity >= 1000 ? form.dataset.big : form.dataset.small}`;
}

function body(form) {
  const origin = form.elements.namedItem("from");
  return new URLSearchParams({ quantity: form.dataset.quantity, ...(origin ? { from: origin.value } : {}) });
}

async function send(form) {
  const sent = form.dataset.quantity;
  unsent.set(form.action, form);
  travelling.set(form, true);
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: body(form), headers: { "HX-Request": "true" } });
  } catch {
    travelling.delete(form);
    document.dispatchEvent(new Event("htmx:sendError"));
    return;
  }
  travelling.delete(form);
  if (answer.ok && form.dataset.quantity !== sent) return send(form);
  unsent.delete(form.action);
  const target = answer.headers.get("HX-Retarget") || form.getAttribute("hx-target") || form;
  const swapStyle = answer.headers.get("HX-Reswap") || form.getAttribute("hx-swap");
  window.htmx.swap(target, await answer.text(), { swapStyle });
  if (!answer.ok) window.htmx.trigger("#bar", "refresh");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-stepper] button[name=quantity]");
  if (!button || !window.htmx) return;
  event.preventDefault();
  event.stopPropagation();
  const form = button.form;
  const step = Number(form.dataset.step);
  const isMore = button === [...form.querySelectorAll("button[name=quantity]")].at(-1);
  const quantity = Math.max(0, Number(form.dataset.quantity) + (isMore ? step : -step));
  form.dataset.quantity = String(quantity);
  form.querySelector("output").textContent = told(form, quantity);
  if (!travelling.has(form)) send(form);
}, true);

window.addEventListener("pagehide", () => {
  for (const form of unsent.values()) navigator.sendBeacon(form.action, body(form));
  unsent.clear();
});

// A page that comes back from the browser's memory asks what the basket holds now.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && window.htmx) window.htmx.trigger("#bar", "refresh");
});
