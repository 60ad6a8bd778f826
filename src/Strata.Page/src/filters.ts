import { byId, element } from "./dom";
import type { PageData } from "./page-data";
import { settle } from "./roving";

/** Chips by which the maps of the page are narrowed: within a factor any of the chosen values, and all factors together. */
export class Filters {
  private only: Record<string, string[]> = {};

  constructor(private readonly data: PageData, private readonly changed: (only: Record<string, string[]>) => void) {
    const facets = new Map<string, string[]>();
    for (const model of data.models)
      for (const [name, value] of Object.entries(model.facets)) {
        const values = facets.get(name) ?? [];
        if (!values.includes(value)) values.push(value);
        facets.set(name, values);
      }
    const host = byId("filters");
    for (const [name, found] of facets) {
      const values = inOrder(found);
      const group = element("span", "", { className: "chip-group" });
      group.append(element("span", name, { className: "chip-name" }));
      for (const value of values) {
        const chip = element("button", value, { type: "button", className: "chip" });
        chip.dataset.facet = name;
        chip.dataset.value = value;
        chip.addEventListener("click", () => this.toggle(name, value));
        group.append(chip);
      }
      host.append(group);
    }
    const clear = element("button", "All", { type: "button", className: "chip clear", hidden: true });
    clear.addEventListener("click", () => this.choose({}));
    host.append(clear);
    host.hidden = facets.size === 0;
  }

  /** Shows what the address says. */
  show(only: Record<string, string[]>): void {
    this.only = only;
    const passes = (model: number) => Object.entries(only).every(([name, values]) => values.length === 0 || values.includes(this.data.models[model]!.facets[name] ?? ""));
    for (const chip of document.querySelectorAll<HTMLElement>(".chip[data-facet]"))
      chip.setAttribute("aria-pressed", String(only[chip.dataset.facet!]?.includes(chip.dataset.value!) ?? false));
    document.querySelector<HTMLElement>(".chip.clear")!.hidden = Object.keys(only).length === 0;
    for (const map of document.querySelectorAll<HTMLElement>(".map[data-map]")) {
      const { a, b } = this.data.maps[Number(map.dataset.map)]!;
      map.hidden = !passes(a) || !passes(b);
    }
    for (const row of document.querySelectorAll<HTMLElement>("table.sortable tbody tr[data-models]"))
      row.classList.toggle("out", row.dataset.models !== "" && !row.dataset.models!.split(" ").every((model) => passes(Number(model))));
    // A row of maps without any says nothing.
    for (const row of document.querySelectorAll<HTMLElement>("table.grid tbody tr"))
      row.hidden = row.querySelector(".map") !== null && row.querySelector(".map:not([hidden])") === null;
    for (const grid of document.querySelectorAll<HTMLElement>("table.grid, table.matrix")) settle(grid);
  }

  private toggle(name: string, value: string): void {
    const values = this.only[name] ?? [], rest = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
    const only = { ...this.only, [name]: rest };
    if (rest.length === 0) delete only[name];
    this.choose(only);
  }

  private choose(only: Record<string, string[]>): void {
    this.show(only);
    this.changed(only);
  }
}

/** Numbers by size, such as 0.5x before 1x; others stay as they came. */
export function inOrder(values: readonly string[]): string[] {
  return values.every((value) => /^[\d.]+x?$/.test(value)) ? [...values].sort((a, b) => Number.parseFloat(a) - Number.parseFloat(b)) : [...values];
}
