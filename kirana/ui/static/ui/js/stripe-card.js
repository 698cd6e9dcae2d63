// <stripe-card publishable-key client-secret customer-session locale return-to>: Stripe's fields in our form. The card goes
// from Stripe's frame to Stripe; when it was held, or Stripe does not know yet, the form is sent and the shop asks Stripe.
const STRIPE = "https://js.stripe.com/endive/stripe.js"; // the release that the shop's own side speaks

class StripeCard extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.button = this.querySelector("[data-pay]");
    this.form.addEventListener("submit", (event) => this.pay(event));
    const script = document.createElement("script");
    script.src = STRIPE;
    script.addEventListener("load", () => this.show());
    script.addEventListener("error", () => this.unreachable());
    document.head.append(script);
  }

  show() {
    this.stripe = window.Stripe(this.getAttribute("publishable-key"), { locale: this.getAttribute("locale") });
    const colours = getComputedStyle(this);
    const session = this.getAttribute("customer-session");
    this.elements = this.stripe.elements({
      clientSecret: this.getAttribute("client-secret"),
      ...(session ? { customerSessionClientSecret: session } : {}),
      appearance: {
        variables: {
          colorPrimary: colours.getPropertyValue("--leaf").trim(),
          colorText: colours.getPropertyValue("--ink").trim(),
          colorDanger: colours.getPropertyValue("--brick-deep").trim(),
          borderRadius: "10px",
        },
      },
    });
    const fields = this.elements.create("payment", { layout: "tabs" });
    fields.on("ready", () => this.ready());
    fields.on("loaderror", () => this.unreachable());
    fields.mount(this.querySelector("[data-fields]"));
  }

  ready() {
    this.querySelector("[data-waiting]")?.remove();
    this.button.disabled = false;
  }

  async pay(event) {
    event.preventDefault();
    event.stopPropagation(); // the button is ours until Stripe has answered
    this.say("");
    this.button.disabled = true;
    const { error } = await this.stripe.confirmPayment({
      elements: this.elements,
      confirmParams: { return_url: new URL(this.getAttribute("return-to"), location.href).href },
      redirect: "if_required",
    });
    if (!error) return this.form.submit();
    this.button.disabled = false;
    this.say(error.message);
  }

  unreachable() {
    this.querySelector("[data-waiting]")?.remove();
    this.say(this.querySelector("[data-unreachable]").content.textContent.trim());
  }

  say(sentence) {
    const place = this.querySelector("[data-error]");
    place.textContent = sentence;
    place.hidden = !sentence;
  }
}
customElements.define("stripe-card", StripeCard);
