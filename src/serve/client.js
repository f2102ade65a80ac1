// Keeps an open page of the preview up to date. It is added on the way out and is no part of the built site.
(() => {
  "use strict";

  const script = document.currentScript;
  const mark = script.dataset.mark;
  const query = new URLSearchParams({ path: location.pathname, mark });
  const events = new EventSource(`/.gongbao/events?${query}`);

  events.addEventListener("reload", () => {
    events.close();
    location.reload();
  });
  events.addEventListener("styles", (event) => swapStyles(JSON.parse(event.data)));
  events.addEventListener("problems", (event) => show(JSON.parse(event.data)));
  window.addEventListener("pagehide", () => events.close());

  // "/yunxi/assets/site.1a2b3c4d5e.css" -> "site.css"
  function plainName(address) {
    const file = address.split("/").pop();
    return file.replace(/\.[0-9a-f]+\.css$/, ".css");
  }

  // The old sheet goes when the new one is there: nothing flashes.
  function swapStyles(styles) {
    for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
      const old = new URL(link.href).pathname;
      const address = styles[plainName(old)];
      if (!address || new URL(address, location.href).pathname === old) continue;
      const fresh = link.cloneNode();
      fresh.addEventListener("load", () => link.remove());
      fresh.href = address;
      link.after(fresh);
    }
  }

  let panel = null;

  function show({ behind, list, words }) {
    panel?.remove();
    panel = null;
    if (list.length === 0) return;
    panel = document.createElement("gongbao-problems");
    const root = panel.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    const box = document.createElement("section");
    box.className = behind ? "errors" : "warnings";
    box.setAttribute("role", behind ? "alert" : "status");
    const head = document.createElement(behind ? "h2" : "summary");
    head.textContent = behind ? words.behind : `${words.warnings} (${list.length})`;
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = words.close;
    close.addEventListener("click", () => panel?.remove());
    const texts = list.map(({ severity, text }) => {
      const item = document.createElement("pre");
      item.className = severity;
      item.textContent = text;
      return item;
    });
    if (behind) {
      box.append(head, ...texts, close);
    } else {
      const details = document.createElement("details");
      details.append(head, ...texts, close);
      box.append(details);
    }
    root.append(box);
    document.documentElement.append(panel);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") panel?.remove();
  });

  const css = `
    :host { all: initial; }
    section { position: fixed; z-index: 2147483647; box-sizing: border-box; font: 15px/1.6 system-ui, sans-serif;
      color: #1d1d1d; background: #fff; box-shadow: 0 4px 24px rgb(0 0 0 / 30%); }
    .errors { inset: auto 0 0 0; max-height: 60vh; overflow: auto; padding: 16px 24px 20px; border-top: 4px solid #b3261e; }
    .warnings { inset: auto 16px 16px auto; max-width: min(720px, calc(100vw - 32px)); max-height: 50vh; overflow: auto;
      padding: 6px 14px; border-radius: 6px; border: 1px solid #8a6d00; }
    h2 { margin: 0 0 8px; font-size: 17px; color: #b3261e; }
    summary { cursor: pointer; }
    pre { margin: 8px 0; padding: 10px 12px; overflow: auto; background: #f5f5f5; border-left: 4px solid #8a6d00;
      font: 13px/1.5 ui-monospace, "Noto Sans Mono CJK SC", monospace; }
    pre.error { border-left-color: #b3261e; }
    button { min-height: 36px; padding: 0 18px; font: inherit; color: #1d1d1d; background: #fff; border: 1px solid #767676;
      border-radius: 4px; cursor: pointer; }
    button:focus-visible, summary:focus-visible { outline: 3px solid #1a5fb4; outline-offset: 2px; }
  `;
})();
