/** Colours of values, as a canvas holds them: 0xAABBGGRR. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  colour(value: number): number;
}

type Rgb = [number, number, number];

const pack = ([red, green, blue]: Rgb) => (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
const parse = (hex: string): Rgb => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)) as Rgb;
const mix = (from: Rgb, to: Rgb, share: number) => from.map((value, i) => Math.round(value + (to[i]! - value) * share)) as Rgb;

export const hex = (colour: number) =>
  "#" + [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255].map((part) => part.toString(16).padStart(2, "0")).join("");

/** Magma from 0 up; what is below 0 goes from black to blue, fast, for it is small. `least` only says how far the key goes. */
export function sequential(magma: string, brightest: number, least = 0): Scale {
  const ramp = Uint32Array.from({ length: 256 }, (_, i) => pack(parse(magma.slice(6 * i, 6 * i + 6))));
  const black = parse(magma.slice(0, 6));
  return {
    low: Math.min(0, least),
    high: brightest,
    colour: (value) => value < 0 ? pack(mix(black, [64, 196, 232], Math.min(1, Math.sqrt(-value)))) : ramp[Math.round(Math.min(1, value / brightest) * 255)]!,
  };
}

/** Bright where the other is dark, for distances. */
export function inverted(scale: Scale): Scale {
  return { ...scale, colour: (value) => scale.colour(scale.high - value) };
}

/** Blue below 0, white at 0, red above. */
export function diverging(most: number): Scale {
  const below: Rgb = [33, 102, 172], zero: Rgb = [247, 247, 247], above: Rgb = [178, 24, 43];
  return {
    low: -most,
    high: most,
    colour: (value) => pack(mix(zero, value < 0 ? below : above, Math.min(1, Math.sqrt(Math.abs(value) / most)))),
  };
}
