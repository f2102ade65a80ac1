// Tables with `data-tools` sort by a click on a heading and filter by typed words; on phones each row of a long one is a card.
(() => {
  const order = new Intl.Collator(document.documentElement.lang || "zh-CN", { numeric: true });
  const text = (row, column) => {
    const cell = row.cells[column];
    return cell ? cell.dataset.value ?? cell.textContent.trim() : "";
  };
  // Group headings stay where they are: only whole rows move, each inside its own body.
  const rowsOf = (body, columns) => [...body.rows].filter((row) => row.cells.length === columns);

  const sortable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        for (const body of table.tBodies) {
          const rows = rowsOf(body, heads.length);
          rows.sort((a, b) => {
            const [x, y] = [text(a, column), text(b, column)];
            if (!x || !y) return x ? -1 : y ? 1 : 0;
            return down ? order.compare(y, x) : order.compare(x, y);
          });
          body.append(...rows);
        }
      });
    });
  };

  const filterable = (table) => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    label.className = "filter";
    input.type = "search";
    label.append(table.dataset.tools + " ", input);
    (table.closest(".scroll") || table).before(label);
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const body of table.tBodies) {
        for (const row of rowsOf(body, table.tHead.rows[0].cells.length)) {
          const line = row.textContent.toLowerCase();
          row.hidden = !words.every((word) => line.includes(word));
        }
      }
    });
  };

  // The cells of a card say what they are, in the words of the table's head; its number and its title need none.
  for (const table of document.querySelectorAll(".tasks, .directory")) {
    const labels = [...table.tHead.rows[0].cells].map((head) => head.className ? "" : head.textContent);
    for (const row of table.tBodies[0].rows) {
      [...row.cells].forEach((cell, column) => {
        if (labels[column] && !cell.className) cell.dataset.label = labels[column];
      });
    }
    table.classList.add("cards");
  }

  for (const table of document.querySelectorAll("table[data-tools]")) {
    const rows = [...table.tBodies].reduce((sum, body) => sum + body.rows.length, 0);
    if (rows < 3) continue;
    sortable(table);
    if (rows > 7) filterable(table);
  }
})();
