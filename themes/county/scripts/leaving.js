// Asks before a link leaves the government's sites. Without this script the link just works.
(() => {
  const dialog = document.getElementById("leaving");
  if (!dialog || !dialog.showModal) return;
  let target = "";
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.leaves");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    target = link.href;
    dialog.querySelector(".leaving-address").textContent = target;
    dialog.returnValue = "stay";
    dialog.showModal();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "go") location.assign(target);
  });
})();
