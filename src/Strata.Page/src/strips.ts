import type { LayerCurve } from "./page-data";
import type { Pen } from "./pen";
import type { Theme } from "./theme";
import { length, type Range } from "./viewport";

/** A place below a map, over the columns that the map shows. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
  shown: Range;
}

/** Bars of the first component's share, with a line where it dominates. */
export function bars(context: Pen, at: Place, shares: readonly (number | null)[], dominant: number, colours: Theme): void {
  const cell = at.width / length(at.shown);
  for (let i = at.shown.from; i < at.shown.to; i++) {
    const value = shares[i] ?? null, tall = value === null ? at.height : at.height * Math.min(1, Math.max(0, value));
    context.fillStyle = value === null ? colours.line : colours.share;
    context.fillRect(at.x + (i - at.shown.from) * cell, at.y + at.height - tall, cell, tall);
  }
  level(context, at, 1 - dominant, colours.text);
  frame(context, at, colours);
}

/** Lines over the layers; layers without a value are passed over. */
export function lines(context: Pen, at: Place, curve: LayerCurve, colours: Theme): void {
  const cell = at.width / length(at.shown);
  const up = (value: number) => at.y + at.height * (1 - Math.min(1, Math.max(0, (value - curve.bottom) / (curve.top - curve.bottom))));
  frame(context, at, colours);
  if (curve.reference !== null) level(context, at, (up(curve.reference) - at.y) / at.height, colours.quiet);
  context.save();
  context.beginPath();
  context.rect(at.x, at.y - 3, at.width, at.height + 6);
  context.clip();
  for (const line of curve.lines) {
    const points = line.values.flatMap((value, i) => value === null ? [] : [[at.x + (i + 0.5 - at.shown.from) * cell, up(value)] as const]);
    context.strokeStyle = context.fillStyle = line.colour;
    context.lineWidth = 1.5;
    context.beginPath();
    points.forEach(([x, y], i) => i === 0 ? context.moveTo(x, y) : context.lineTo(x, y));
    context.stroke();
    for (const [x, y] of points) {
      context.beginPath();
      context.arc(x, y, Math.min(2.5, Math.max(1.2, cell)), 0, 2 * Math.PI);
      context.fill();
    }
  }
  context.restore();
  context.lineWidth = 1;
}

function level(context: Pen, at: Place, share: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 0.75;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(at.x, at.y + at.height * share);
  context.lineTo(at.x + at.width, at.y + at.height * share);
  context.stroke();
  context.setLineDash([]);
  context.lineWidth = 1;
}

function frame(context: Pen, at: Place, colours: Theme): void {
  context.strokeStyle = colours.line;
  context.strokeRect(at.x + 0.5, at.y + 0.5, at.width - 1, at.height - 1);
}
