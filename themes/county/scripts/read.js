// 朗读: the browser reads the page aloud, piece by piece, and marks where it is.
(() => {
  const button = document.querySelector("[data-read]");
  const speech = window.speechSynthesis;
  if (!button) return;
  if (!speech || !window.SpeechSynthesisUtterance) {
    button.remove();
    return;
  }
  const PIECES = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, caption, figcaption, th, td";
  let queue = [];
  let current = null;
  const mark = (piece) => {
    if (current) current.classList.remove("reading");
    current = piece;
    if (current) {
      current.classList.add("reading");
      current.scrollIntoView({ block: "nearest" });
    }
  };
  const press = (on) => button.setAttribute("aria-pressed", String(on));
  const stop = () => {
    queue = [];
    mark(null);
    press(false);
    speech.cancel();
  };
  const next = () => {
    const piece = queue.shift();
    if (!piece) return stop();
    const utterance = new SpeechSynthesisUtterance(piece.innerText);
    utterance.lang = document.documentElement.lang;
    utterance.onend = () => { if (current === piece) next(); };
    utterance.onerror = utterance.onend;
    mark(piece);
    return speech.speak(utterance);
  };
  const start = () => {
    const all = [...document.querySelectorAll("main *")].filter((one) => one.matches(PIECES) && !one.querySelector(PIECES));
    queue = all.filter((one) => one.offsetParent && one.innerText.trim() && !one.closest("nav, aside"));
    press(true);
    next();
  };
  press(false);
  button.addEventListener("click", () => { if (current) stop(); else start(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && current) stop(); });
  window.addEventListener("pagehide", stop);
})();
