// <razorpay-checkout key-id order-id amount …>: opens Razorpay's sheet over our page. What it comes back with is put into
// our form and sent; the shop verifies the signature and asks Razorpay itself.
const RAZORPAY = "https://checkout.razorpay.com/v1/checkout.js";

class RazorpayCheckout extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.button = this.querySelector("[data-pay]");
    this.form.addEventListener("submit", (event) => this.open(event));
    const script = document.createElement("script");
    script.src = RAZORPAY;
    script.addEventListener("load", () => (this.button.disabled = false));
    script.addEventListener("error", () => this.unreachable());
    document.head.append(script);
  }

  open(event) {
    event.preventDefault();
    event.stopPropagation(); // the sheet can be closed and opened again
    this.say("");
    const fact = (name) => this.getAttribute(name) ?? "";
    const sheet = new window.Razorpay({
      key: fact("key-id"),
      order_id: fact("order-id"),
      amount: Number(fact("amount")),
      currency: fact("currency"),
      name: fact("shop"),
      description: fact("reference"),
      prefill: { name: fact("person"), contact: fact("phone"), email: fact("email") },
      notes: { reference: fact("reference") },
      theme: { color: getComputedStyle(this).getPropertyValue("--leaf").trim() },
      config: { display: { language: fact("locale") } },
      handler: (said) => this.paid(said),
    });
    sheet.on("payment.failed", (failed) => this.say(failed.error.description));
    sheet.open();
  }

  paid(said) {
    for (const name of ["razorpay_payment_id", "razorpay_signature"]) this.form.elements[name].value = said[name];
    this.button.disabled = true;
    this.form.submit();
  }

  unreachable() {
    this.say(this.querySelector("[data-unreachable]").content.textContent.trim());
  }

  say(sentence) {
    const place = this.querySelector("[data-error]");
    place.textContent = sentence;
    place.hidden = !sentence;
  }
}
customElements.define("razorpay-checkout", RazorpayCheckout);
