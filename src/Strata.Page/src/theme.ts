/** The colours of the page's theme, for what is drawn on canvases. */
export interface Theme {
  text: string;
  quiet: string;
  line: string;
  panel: string;
  accent: string;
  share: string;
}

export function theme(): Theme {
  const style = getComputedStyle(document.documentElement), of = (name: string) => style.getPropertyValue("--" + name).trim();
  return { text: of("text"), quiet: of("quiet"), line: of("line"), panel: of("panel"), accent: of("accent"), share: of("share") };
}

export const isPaper = () => document.documentElement.classList.contains("paper");

/** What is drawn meanwhile has the colours of paper, which is white whatever the screen is. */
export function onPaper<T>(draw: () => T): T {
  const root = document.documentElement, was = isPaper();
  root.classList.add("paper");
  try {
    return draw();
  } finally {
    root.classList.toggle("paper", was);
  }
}

/** @param change Also called before and after printing. */
export function onThemeChange(change: () => void): void {
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", change);
  window.addEventListener("beforeprint", () => onPaper(change));
  window.addEventListener("afterprint", change);
}

/** Draws again when the theme changes, and once a frame when the window does. */
export function onLookChange(draw: () => void): void {
  let frame = 0;
  window.addEventListener("resize", () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(draw);
  });
  onThemeChange(draw);
}
