/** A stretch of an axis, from the first layer that is shown to the one behind the last. */
export interface Range {
  from: number;
  to: number;
}

const SMALLEST = 4;

export const whole = (count: number): Range => ({ from: 0, to: count });

export const isWhole = (range: Range, count: number) => range.from === 0 && range.to === count;

/** Null is the whole axis. */
export const same = (a: Range | null, b: Range | null) => a?.from === b?.from && a?.to === b?.to;

export const length = (range: Range) => range.to - range.from;

/** Whole layers, at least four of them, within the axis. */
export function clamped(from: number, to: number, count: number): Range {
  const wanted = Math.max(Math.min(SMALLEST, count), Math.round(to) - Math.round(from));
  const size = Math.min(count, wanted);
  const start = Math.max(0, Math.min(count - size, Math.round(from)));
  return { from: start, to: start + size };
}

/** What a brush from one layer to another leaves. */
export function brushed(first: number, last: number, count: number): Range {
  return clamped(Math.min(first, last), Math.max(first, last) + 1, count);
}

/** A factor below 1 comes nearer; the layer in the middle stays where it is. */
export function zoomed(range: Range, middle: number, factor: number, count: number): Range {
  const size = length(range) * factor, before = ((middle + 0.5 - range.from) / length(range)) * size;
  return clamped(middle + 0.5 - before, middle + 0.5 - before + size, count);
}

export function moved(range: Range, by: number, count: number): Range {
  return clamped(range.from + by, range.to + by, count);
}

/** Indices that carry a number, such that numbers are at least so far apart. */
export function ticks(range: Range, pixels: number, apart: number): number[] {
  let step = 1;
  for (let i = 0; (step * pixels) / length(range) < apart; i++) step = i % 3 === 1 ? (step / 2) * 5 : step * 2;
  const first = Math.ceil(range.from / step) * step;
  return Array.from({ length: Math.max(0, Math.ceil((range.to - first) / step)) }, (_, i) => first + i * step);
}
