import { element } from "./dom";

/** Tables that a reader can sort by any column and search. */
export function liven(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>("table.data.sortable")) {
    const body = table.tBodies[0]!, rows = [...body.rows];
    table.querySelectorAll<HTMLTableCellElement>("thead th").forEach((head, column) => {
      const button = element("button", head.textContent ?? "", { type: "button", className: "sort" });
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        table.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (row: HTMLTableRowElement) => row.cells[column]!.dataset.value ?? row.cells[column]!.textContent ?? "";
        rows.sort((a, b) => (down ? -1 : 1) * compare(key(a), key(b)));
        body.append(...rows);
      });
    });
    if (rows.length < 8) continue;
    const search = element("input", "", { type: "search", placeholder: "Search", className: "search" });
    search.setAttribute("aria-label", "Search " + (table.parentElement!.getAttribute("aria-label") ?? "the table"));
    search.addEventListener("input", () => {
      const wanted = search.value.toLowerCase();
      for (const row of rows) row.hidden = !row.textContent!.toLowerCase().includes(wanted);
    });
    table.parentElement!.before(search);
  }
}

/** Numbers by size, words by letter; what is empty comes last. */
export function compare(a: string, b: string): number {
  if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
  const left = Number(a), right = Number(b);
  return Number.isNaN(left) || Number.isNaN(right) ? a.localeCompare(b) : left - right;
}
