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

/** Paper is white whatever the screen was. */
export function onThemeChange(change: () => void): void {
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", change);
}

/** Draws again, once a frame, when the window or the theme changes. */
export function onLookChange(draw: () => void): void {
  let frame = 0;
  const again = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(draw);
  };
  window.addEventListener("resize", again);
  onThemeChange(again);
}
