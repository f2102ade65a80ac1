// Text size and contrast, kept in this browser. The tools show only where they work.
(() => {
  const root = document.documentElement;
  const tools = document.querySelector(".tools");
  const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private windows may refuse: the choice holds for this page */ } };
  const press = (button, on) => button.setAttribute("aria-pressed", String(on));

  const sizes = [...tools.querySelectorAll("[data-size]")];
  const resize = (size) => {
    root.dataset.size = size;
    sizes.forEach((button) => press(button, button.dataset.size === size));
  };
  sizes.forEach((button) => button.addEventListener("click", () => {
    resize(button.dataset.size);
    keep("size", button.dataset.size);
  }));

  const contrast = tools.querySelector("[data-contrast]");
  const heighten = (on) => {
    if (on) root.dataset.contrast = "high"; else delete root.dataset.contrast;
    press(contrast, on);
  };
  contrast.addEventListener("click", () => {
    const on = root.dataset.contrast !== "high";
    heighten(on);
    keep("contrast", on ? "high" : "");
  });

  resize(sizes.some((button) => button.dataset.size === read("size")) ? read("size") : "medium");
  heighten(read("contrast") === "high");
  tools.hidden = false;
})();
