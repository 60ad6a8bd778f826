import type { ShownTable } from "./address";
import { element } from "./dom";
import { plain } from "./downloads";
import type { PageData } from "./page-data";

/** Rows from which on a table can be searched. */
const MANY = 8;

const asItCame = (): ShownTable => ({ sort: null, find: "" });

/** Tables that a reader can sort by any column and search, and that the filters narrow like the maps. */
export class Tables {
  private readonly tables: SortedTable[];
  private shown: Record<string, ShownTable> = {};

  constructor(data: PageData, changed: (tables: Record<string, ShownTable>) => void) {
    this.tables = [...document.querySelectorAll<HTMLTableElement>("table.data.sortable")].map((table) => new SortedTable(table, data, (name, state) => {
      this.shown = { ...this.shown, [name]: state };
      changed(this.shown);
    }));
  }

  show(tables: Record<string, ShownTable>): void {
    this.shown = tables;
    for (const table of this.tables) table.show(tables[table.name] ?? asItCame());
  }
}

class SortedTable {
  readonly name: string;
  private readonly rows: HTMLTableRowElement[];
  private readonly heads: HTMLTableCellElement[];
  private readonly search: HTMLInputElement | null = null;
  private state = asItCame();

  constructor(private readonly table: HTMLTableElement, data: PageData, private readonly changed: (name: string, state: ShownTable) => void) {
    const region = table.parentElement!.getAttribute("aria-label") ?? "table";
    this.name = plain(table.dataset.file ?? region);
    this.rows = [...table.tBodies[0]!.rows];
    this.heads = [...table.querySelectorAll<HTMLTableCellElement>("thead th")];
    const places = new Map(data.models.map((model, place) => [model.label, place]));
    // Which models a row is of, for the filters.
    for (const row of this.rows)
      row.dataset.models = [...row.cells].map((cell) => places.get(cell.textContent ?? "")).filter((place) => place !== undefined).join(" ");
    this.heads.forEach((head, column) => {
      if (head.hidden) return;
      const button = element("button", head.textContent ?? "", { type: "button", className: "sort" });
      head.replaceChildren(button);
      button.addEventListener("click", () => this.change({ sort: { column, down: this.state.sort?.column === column && !this.state.sort.down } }));
    });
    if (this.rows.length < MANY) return;
    this.search = element("input", "", { type: "search", placeholder: "Search", className: "search" });
    this.search.setAttribute("aria-label", "Search " + region);
    this.search.addEventListener("input", () => this.change({ find: this.search!.value }));
    table.parentElement!.before(this.search);
  }

  show(state: ShownTable): void {
    this.state = state;
    this.heads.forEach((head, column) => {
      if (state.sort?.column === column) head.setAttribute("aria-sort", state.sort.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    const { sort } = state, key = (row: HTMLTableRowElement) => { const cell = row.cells[sort!.column]; return cell?.dataset.value ?? cell?.textContent ?? ""; };
    this.table.tBodies[0]!.append(...(sort ? [...this.rows].sort((a, b) => compare(key(a), key(b), sort.down)) : this.rows));
    if (this.search && this.search.value !== state.find) this.search.value = state.find;
    const wanted = state.find.toLowerCase();
    for (const row of this.rows) row.hidden = !row.textContent!.toLowerCase().includes(wanted);
  }

  private change(by: Partial<ShownTable>): void {
    this.show({ ...this.state, ...by });
    this.changed(this.name, this.state);
  }
}

/** Numbers by size, words by letter; what is empty comes last either way. */
export function compare(a: string, b: string, down = false): number {
  if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
  const left = Number(a), right = Number(b), order = Number.isNaN(left) || Number.isNaN(right) ? a.localeCompare(b) : left - right;
  return down ? -order : order;
}
