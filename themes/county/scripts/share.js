// Print and share buttons of a document; sharing copies the address where the browser offers nothing better.
(() => {
  const tools = document.querySelector(".doc-tools");
  if (!tools) return;
  tools.querySelector("[data-print]").addEventListener("click", () => print());
  const share = tools.querySelector("[data-share]");
  if (navigator.share) {
    share.addEventListener("click", () => navigator.share({ title: document.title, url: location.href }).catch(() => { /* the reader closed it */ }));
  } else if (navigator.clipboard) {
    share.setAttribute("aria-live", "polite");
    share.addEventListener("click", async () => {
      await navigator.clipboard.writeText(location.href);
      share.textContent = share.dataset.share;
    });
  } else {
    share.remove();
  }
  tools.hidden = false;
})();
