// Text size, colours, pointer and the simple version, kept in this browser. The tools show only where they work.
(() => {
  const root = document.documentElement;
  const tools = document.querySelector(".tools");
  const keep = (name, value) => {
    if (value) root.dataset[name] = value; else delete root.dataset[name];
    try { localStorage.setItem(name, value); } catch (problem) { /* private windows may refuse: the choice holds for this page */ }
  };
  const press = (button, on) => button.setAttribute("aria-pressed", String(on));

  const sizes = [...tools.querySelectorAll("[data-set-size]")];
  const sized = () => sizes.forEach((button) => press(button, button.dataset.setSize === (root.dataset.size || "medium")));
  sizes.forEach((button) => button.addEventListener("click", () => {
    keep("size", button.dataset.setSize);
    sized();
  }));
  sized();

  const contrast = tools.querySelector("select");
  contrast.value = root.dataset.contrast || "";
  contrast.addEventListener("change", () => keep("contrast", contrast.value));

  for (const [name, value] of [["pointer", "large"], ["mode", "elder"]]) {
    const button = tools.querySelector(`[data-set-${name}]`);
    press(button, root.dataset[name] === value);
    button.addEventListener("click", () => {
      const on = root.dataset[name] !== value;
      keep(name, on ? value : "");
      press(button, on);
    });
  }
  tools.classList.add("ready");
})();
