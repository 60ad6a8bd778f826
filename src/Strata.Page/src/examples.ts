import { inflateSync } from "fflate";
import { base64 } from "./matrix";
import type { Errors } from "./page-data";

/** What is known of each test example of a comparison of two populations (ErrorsData.cs). */
export interface Examples {
  readonly count: number;
  readonly label: Uint16Array;
  /** How many models are right: of both populations, and of their halves. */
  readonly a: Uint16Array;
  readonly b: Uint16Array;
  readonly halvesA: readonly [Uint16Array, Uint16Array];
  readonly halvesB: readonly [Uint16Array, Uint16Array];
  /** The wrong class that most models choose, plus one; 0 where none is wrong, or where it is not known. */
  readonly takenA: Uint16Array;
  readonly takenB: Uint16Array;
}

const COLUMNS = 9;

export function unpack(packed: string, count: number): Examples {
  const bytes = inflateSync(base64(packed), { out: new Uint8Array(2 * COLUMNS * count) }), high = COLUMNS * count;
  const column = (i: number) => Uint16Array.from({ length: count }, (_, e) => bytes[i * count + e]! | (bytes[high + i * count + e]! << 8));
  return {
    count,
    label: column(0),
    a: column(1),
    b: column(2),
    halvesA: [column(3), column(4)],
    halvesB: [column(5), column(6)],
    takenA: column(7),
    takenB: column(8),
  };
}

/** Which examples a reader asks for; null: all. */
export interface Wanted {
  /** How many models are right, from and to. */
  a: readonly [number, number] | null;
  b: readonly [number, number] | null;
  class: number | null;
  group: number | null;
  /** What they are taken for, by either population. */
  taken: number | null;
}

export function passes(examples: Examples, errors: Errors, wanted: Wanted): (e: number) => boolean {
  const group = wanted.group === null ? null : new Set(errors.groups[wanted.group]?.classes ?? []);
  return (e) => (wanted.a === null || (examples.a[e]! >= wanted.a[0] && examples.a[e]! <= wanted.a[1]))
    && (wanted.b === null || (examples.b[e]! >= wanted.b[0] && examples.b[e]! <= wanted.b[1]))
    && (wanted.class === null || examples.label[e] === wanted.class)
    && (group === null || group.has(examples.label[e]!))
    && (wanted.taken === null || examples.takenA[e] === wanted.taken + 1 || examples.takenB[e] === wanted.taken + 1);
}

/** Behind the name of a population stands what is said of one. */
export const orders = {
  difference: "most different first",
  a: "furthest ahead first",
  b: "furthest ahead first",
  hard: "hardest for both first",
  index: "in the set's order",
} as const;

export type Order = keyof typeof orders;

/** Of examples that are equal in this, the first of the set comes first. */
export function ordered(found: number[], examples: Examples, errors: Errors, order: Order): number[] {
  const ahead = (e: number) => examples.a[e]! / errors.modelsA - examples.b[e]! / errors.modelsB;
  const key = {
    difference: (e: number) => -Math.abs(ahead(e)),
    a: (e: number) => -ahead(e),
    b: ahead,
    hard: (e: number) => examples.a[e]! / errors.modelsA + examples.b[e]! / errors.modelsB,
    index: (e: number) => e,
  }[order];
  return found.sort((x, y) => key(x) - key(y) || x - y);
}

/** 1.96 standard errors of the difference of two shares, were they of one probability: that of both together. */
export function reach(rightA: number, modelsA: number, rightB: number, modelsB: number): number {
  const p = (rightA + rightB) / (modelsA + modelsB);
  return 1.96 * Math.sqrt(p * (1 - p) * (1 / modelsA + 1 / modelsB));
}

export function differs(rightA: number, modelsA: number, rightB: number, modelsB: number): boolean {
  return Math.abs(rightA / modelsA - rightB / modelsB) > reach(rightA, modelsA, rightB, modelsB) + 1e-9;
}

/** Of all examples, in percent. */
export function differing(a: Uint16Array, modelsA: number, b: Uint16Array, modelsB: number): number {
  let found = 0;
  for (let e = 0; e < a.length; e++) if (differs(a[e]!, modelsA, b[e]!, modelsB)) found++;
  return (100 * found) / a.length;
}
