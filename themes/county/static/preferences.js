// What the visitor chose last time, before anything is drawn. tools.js holds the buttons.
(() => {
  const root = document.documentElement;
  for (const name of ["size", "contrast", "pointer", "mode"]) {
    try {
      const value = localStorage.getItem(name);
      if (value) root.dataset[name] = value;
    } catch (problem) { /* private windows may refuse */ }
  }
})();
