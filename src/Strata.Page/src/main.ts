import { read, write, type Shown } from "./address";
import { byId } from "./dom";
import { offer } from "./downloads";
import { Effects } from "./effects";
import { ErrorExplorers } from "./errors";
import { Filters } from "./filters";
import { follow } from "./live";
import { Maps } from "./maps";
import type { PageData } from "./page-data";
import { Pace } from "./pace";
import { rove } from "./roving";
import { Tables } from "./tables";
import { Thumbnails } from "./thumbnails";
import { Workbench } from "./workbench";

const data = JSON.parse(byId("data").textContent!) as PageData;
const maps = new Maps(data);

/**
 * The map that there is most to see in: of the trained models that learned that with the most layers ruled by one component, or else the
 * first with a window. One that did not learn opens only where there is no other.
 */
function first(): number | null {
  const own = (index: number) => { const map = data.maps[index]!; return map.a === map.b && !map.derived && data.models[map.a]!.evidence; };
  const trained = (index: number) => own(index) && data.models[data.maps[index]!.a]!.trained;
  const windowed = (index: number) => trained(index) && data.maps[index]!.windows.length > 0;
  const ruled = (index: number) => windowed(index) ? (data.maps[index]!.shares ?? []).filter((share) => (share ?? 0) >= data.maps[index]!.dominant).length : 0;
  const all = data.maps.map((_, i) => i), most = all.reduce((best, index) => ruled(index) > ruled(best) ? index : best, 0);
  if (all.length === 0) return null;
  return ruled(most) > 0 ? most : all.find(windowed) ?? all.find(trained) ?? all.find(own) ?? 0;
}

const names = data.maps.map((map) => map.key);

/** What the address says; the anchor of a section says nothing of maps. */
const addressed = (): Shown => {
  const shown = read(location.hash, names);
  return { ...shown, map: shown.map !== null && shown.map < data.maps.length ? shown.map : first() };
};

let shown = addressed();

const pace = new Pace(() => history.replaceState(null, "", write(shown, names)));
addEventListener("pagehide", () => pace.flush());
// A link within the page makes an entry of its own: that of the map must have its cell by then.
addEventListener("click", (event) => { if (event.target instanceof Element && event.target.closest("a[href^='#']")) pace.flush(); }, true);

function keep(next: Shown, step: boolean): void {
  if (step) pace.flush();
  shown = next;
  if (step) history.pushState(null, "", write(next, names));
  else pace.ask();
}

if (data.version !== null) follow(data.version);
const effects = new Effects((effect) => keep({ ...shown, effect }, true));
const tables = new Tables(data, (of) => keep({ ...shown, tables: of }, false));
offer();
const thumbnails = new Thumbnails(data, maps);
document.querySelectorAll<HTMLElement>("table.grid, table.matrix").forEach(rove);
const filters = new Filters(data, (only) => { keep({ ...shown, only }, true); });
const workbench = new Workbench(data, maps, shown, (next, step) => keep({ ...shown, map: next.map, with: next.with, pinned: next.pinned, cell: next.cell, x: next.x, y: next.y, values: next.values }, step));
const errors = new ErrorExplorers(data, (next) => keep({ ...shown, errors: next }, true));
function show(go: boolean): void {
  effects.show(shown.effect);
  filters.show(shown.only);
  tables.show(shown.tables);
  workbench.go(shown);
  errors.show(shown.errors, go);
}

show(true);

window.addEventListener("popstate", () => {
  pace.drop();
  if (location.hash !== "" && !location.hash.includes("=")) return;
  shown = addressed();
  show(false);
});

for (const button of thumbnails.buttons)
  button.addEventListener("click", () => {
    workbench.open(Number(button.dataset.map));
    const heading = byId("opened");
    heading.scrollIntoView();
    heading.focus({ preventScroll: true });
  });

const key = document.getElementById("key") as HTMLCanvasElement | null;
if (key) {
  const context = key.getContext("2d")!, ramp = context.createImageData(256, 1), pixels = new Uint32Array(ramp.data.buffer);
  for (let i = 0; i < 256; i++) pixels[i] = (0xff000000 | (parseInt(data.magma.slice(6 * i + 4, 6 * i + 6), 16) << 16) | (parseInt(data.magma.slice(6 * i + 2, 6 * i + 4), 16) << 8) | parseInt(data.magma.slice(6 * i, 6 * i + 2), 16)) >>> 0;
  context.putImageData(ramp, 0, 0);
}
