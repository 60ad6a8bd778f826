import { prepare } from "./dom";
import { transposed } from "./matrix";
import type { Maps } from "./maps";
import type { PageData } from "./page-data";
import { picture } from "./picture";
import { bars } from "./strips";
import { onThemeChange, theme } from "./theme";
import { whole } from "./viewport";

/** Pixels: of a map in a matrix of many, beside a map for its windows, and of the shares below. */
const MINI = 56, MARKS = 7, STRIP = 16;

/** Milliseconds of a frame that drawing may take, and how long after the pointer has moved nothing is drawn that nobody waits for. */
const SLICE = 12, STILL = 200;

/** The small maps: those near the window at once, the others when there is time, and all before printing. */
export class Thumbnails {
  readonly buttons = [...document.querySelectorAll<HTMLButtonElement>("button.map")];
  private readonly waiting = new Set(this.buttons);
  private readonly watcher: IntersectionObserver;

  constructor(private readonly data: PageData, private readonly maps: Maps) {
    this.watcher = new IntersectionObserver((entries) => {
      const near = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target as HTMLButtonElement);
      // A few in each frame: whoever waits sees the first at once, and can already scroll.
      const some = () => {
        const start = performance.now();
        while (near.length > 0 && performance.now() - start < SLICE) this.once(near.shift()!);
        if (near.length > 0) requestAnimationFrame(some);
      };
      some();
    }, { rootMargin: "400px" });
    for (const button of this.buttons) this.watcher.observe(button);
    const idle = window.requestIdleCallback ?? ((work: IdleRequestCallback) => setTimeout(() => work({ didTimeout: false, timeRemaining: () => 10 }), 30));
    let moved = -Infinity;
    for (const move of ["pointermove", "keydown", "scroll"]) document.addEventListener(move, () => { moved = performance.now(); }, { passive: true, capture: true });
    const next = (deadline: IdleDeadline) => {
      // A large map takes a frame, which whoever points at another would miss.
      const rest = moved + STILL - performance.now();
      if (rest > 0) {
        setTimeout(() => idle(next), rest);
        return;
      }
      for (const button of this.waiting) {
        this.once(button);
        if (deadline.timeRemaining() < 5) break;
      }
      if (this.waiting.size > 0) idle(next);
    };
    // Not before the page has been seen.
    setTimeout(() => idle(next), 300);
    window.addEventListener("beforeprint", () => {
      this.all();
      // What is folded away is printed too, but for the source.
      for (const fold of document.querySelectorAll<HTMLDetailsElement>("details:not([open], .source)")) {
        fold.open = true;
        window.addEventListener("afterprint", () => { fold.open = false; }, { once: true });
      }
    });
    onThemeChange(() => this.buttons.filter((button) => !this.waiting.has(button)).forEach((button) => this.draw(button)));
  }

  all(): void {
    for (const button of [...this.waiting]) this.once(button);
  }

  private once(button: HTMLButtonElement): void {
    if (!this.waiting.delete(button)) return;
    this.watcher.unobserve(button);
    this.draw(button);
  }

  private draw(button: HTMLButtonElement): void {
    const index = Number(button.dataset.map), map = this.data.maps[index]!, canvas = button.querySelector<HTMLCanvasElement>(".thumbnail");
    if (!canvas) return;
    const own = this.maps.matrix(index);
    if (!own) {
      canvas.replaceWith(Object.assign(document.createElement("span"), { className: "nothing", textContent: "left out here" }));
      return;
    }
    const matrix = "transposed" in button.dataset ? transposed(own) : own, image = picture(matrix, this.maps.scale(index), this.maps.undefinedColour);
    const mini = button.classList.contains("mini"), marks = mini ? 0 : MARKS;
    const ratio = window.devicePixelRatio || 1, room = (mini ? MINI : side()) * ratio, colours = theme();
    // Panels of one size, whatever the depth; deep networks are averaged down.
    const width = room / ratio, height = width;
    const context = prepare(canvas, width + marks, height + marks);
    context.imageSmoothingEnabled = image.width > room || image.height > room;
    context.imageSmoothingQuality = "high";
    context.drawImage(image, marks, marks, width, height);
    // Every large window, on both axes; the one that the verdict rests on is thicker.
    for (const window of mini ? [] : map.windows) {
      const [from, to] = [window.first / image.width, (window.last + 1) / image.width], thick = window.rests ? 4 : 2;
      context.fillStyle = window.rests ? colours.accent : colours.quiet;
      context.fillRect(marks + from * width, marks - 2 - thick, (to - from) * width, thick);
      context.fillRect(marks - 2 - thick, marks + (1 - to) * height, thick, (to - from) * height);
    }
    const strip = button.querySelector<HTMLCanvasElement>(".strip");
    if (strip && map.shares)
      bars(prepare(strip, width + marks, STRIP), { x: marks, y: 0, width, height: STRIP, shown: whole(map.shares.length) }, map.shares, map.dominant, colours);
  }
}

/** As wide as the style has it, which is less on a phone. */
function side(): number {
  return parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--thumbnail")) - MARKS;
}
