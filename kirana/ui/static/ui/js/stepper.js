// + and − answer at once and send when the thumb rests: five taps on a slow network are one request.
// Without this file the two buttons are plain submits of the very same form.
const REST = 350;
const waiting = new WeakMap();

function told(form, quantity) {
  if (!form.dataset.loose) return String(quantity);
  const number = quantity >= 1000 ? quantity / 1000 : quantity;
  return `${number} ${quantity >= 1000 ? form.dataset.big : form.dataset.small}`;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-stepper] button[name=quantity]");
  if (!button || !window.htmx) return;
  event.preventDefault();
  event.stopPropagation();
  const form = button.form;
  const step = Number(form.dataset.step);
  const isMore = button === form.querySelector("button[name=quantity]:last-of-type");
  const quantity = Math.max(0, Number(form.dataset.quantity) + (isMore ? step : -step));
  form.dataset.quantity = String(quantity);
  form.querySelector("output").textContent = told(form, quantity);
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => {
    const origin = form.elements.namedItem("from");
    window.htmx.ajax("POST", form.action, {
      source: form,
      target: form.getAttribute("hx-target"),
      swap: form.getAttribute("hx-swap"),
      values: { quantity: form.dataset.quantity, ...(origin ? { from: origin.value } : {}) },
    });
  }, REST));
}, true);

// A page that comes back from the browser's memory asks what the basket holds now.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && window.htmx) window.htmx.trigger("#bar", "refresh");
});
