// Print and share buttons of a document; sharing copies the address where the browser offers nothing better.
(() => {
  const print = document.querySelector("[data-print]");
  if (print) {
    print.addEventListener("click", () => window.print());
    print.hidden = false;
  }
  const share = document.querySelector("[data-share]");
  if (!share) return;
  if (navigator.share) {
    share.addEventListener("click", () => navigator.share({ title: document.title, url: location.href }).catch(() => { /* the reader closed it */ }));
  } else if (navigator.clipboard) {
    share.setAttribute("aria-live", "polite");
    share.addEventListener("click", async () => {
      await navigator.clipboard.writeText(location.href);
      share.textContent = share.dataset.share;
    });
  } else {
    return;
  }
  share.hidden = false;
})();
