// <order-bell newest="42">: rings when the board it stands on has a newer order than it has heard of.
// Browsers let a page sound only after someone has touched it, so the bell asks once to be switched on.
class OrderBell extends HTMLElement {
  static observedAttributes = ["newest"];
  static heard = null;
  static audio = null;

  connectedCallback() {
    this.check();
    this.querySelector("button")?.addEventListener("click", () => {
      OrderBell.audio = new AudioContext();
      OrderBell.ring();
      this.querySelector("button").hidden = true;
    });
    if (OrderBell.audio) this.querySelector("button")?.setAttribute("hidden", "");
  }

  check() {
    const newest = Number(this.getAttribute("newest"));
    if (OrderBell.heard !== null && newest > OrderBell.heard) {
      OrderBell.ring();
      document.title = `● ${document.title.replace(/^● /, "")}`;
    }
    OrderBell.heard = newest;
  }

  static ring() {
    const audio = OrderBell.audio;
    if (!audio) return;
    [0, 0.25].forEach((after, index) => {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = index ? 1046 : 784;
      volume.gain.setValueAtTime(0.25, audio.currentTime + after);
      volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + after + 0.5);
      tone.connect(volume).connect(audio.destination);
      tone.start(audio.currentTime + after);
      tone.stop(audio.currentTime + after + 0.5);
    });
  }
}
customElements.define("order-bell", OrderBell);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) document.title = document.title.replace(/^● /, "");
});
