/** What lies where, in pixels. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Of boxes in the order of the page, the one that a key leads to; the same one where there is none in that direction. */
export function next(boxes: readonly Box[], from: number, key: string): number {
  const last = boxes.length - 1;
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (key === "ArrowRight") return Math.min(last, from + 1);
  if (key === "ArrowLeft") return Math.max(0, from - 1);
  if (key !== "ArrowUp" && key !== "ArrowDown") return from;
  const here = boxes[from]!, middle = (box: Box) => box.left + box.width / 2, down = key === "ArrowDown" ? 1 : -1;
  let best = from, least = Infinity;
  boxes.forEach((box, i) => {
    const away = down * (box.top - here.top);
    // Another row begins where the boxes no longer share half of their height.
    if (away < here.height / 2) return;
    const distance = away * 4 + Math.abs(middle(box) - middle(here));
    if (distance < least) [best, least] = [i, distance];
  });
  return best;
}

/** One stop of the Tab key for all maps of a grid; arrows, Home and End go from map to map. */
export function rove(grid: HTMLElement): void {
  const shown = () => [...grid.querySelectorAll<HTMLElement>("button.map")].filter((map) => map.offsetParent !== null);
  const first = grid.querySelector<HTMLElement>("button.map");
  if (!first) return;
  stop(grid, first);
  grid.addEventListener("focusin", (event) => {
    const map = (event.target as Element).closest<HTMLElement>("button.map");
    if (map) stop(grid, map);
  });
  grid.addEventListener("keydown", (event) => {
    const maps = shown(), from = maps.indexOf(document.activeElement as HTMLElement);
    if (from < 0) return;
    const to = next(maps.map((map) => map.getBoundingClientRect()), from, event.key);
    if (to === from) return;
    event.preventDefault();
    maps[to]!.focus();
  });
}

/** Where a filter hides the map that Tab would go to, another takes its place. */
export function settle(grid: HTMLElement): void {
  const maps = [...grid.querySelectorAll<HTMLElement>("button.map:not([hidden])")];
  if (maps.length > 0 && !maps.some((map) => map.tabIndex === 0)) stop(grid, maps[0]!);
}

function stop(grid: HTMLElement, map: HTMLElement): void {
  for (const other of grid.querySelectorAll<HTMLElement>("button.map")) other.tabIndex = other === map ? 0 : -1;
}
