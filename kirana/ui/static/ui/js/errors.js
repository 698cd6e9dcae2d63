// What breaks on this page is told to the shop: the message, the place, the path of the page. Nothing that was typed.
(() => {
  let left = 5; // of one page: the first errors say it, the hundredth says no more
  const tell = (message, source, line, stack) => {
    if (left-- <= 0) return;
    const report = { message: String(message).slice(0, 300), source, line, stack: String(stack ?? "").slice(0, 3000), page: location.pathname };
    navigator.sendBeacon("/errors/", JSON.stringify(report));
  };
  addEventListener("error", (event) => event.message && tell(event.message, event.filename, event.lineno, event.error?.stack));
  addEventListener("unhandledrejection", (event) => tell(event.reason?.message ?? event.reason, location.pathname, 0, event.reason?.stack));
})();
