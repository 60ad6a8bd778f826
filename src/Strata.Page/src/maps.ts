import { base64, decode, type Decoded } from "./matrix";
import type { PageData } from "./page-data";
import { inverted, sequential, type Scale } from "./scale";

/** The maps of the page, decoded when they are first asked for. */
export class Maps {
  readonly undefinedColour: number;
  private readonly decoded = new Map<number, Decoded>();

  constructor(private readonly data: PageData) {
    this.undefinedColour = (0xff000000 | (parseInt(data.undefined.slice(4, 6), 16) << 16) | (parseInt(data.undefined.slice(2, 4), 16) << 8) | parseInt(data.undefined.slice(0, 2), 16)) >>> 0;
  }

  /** Null for a map that was left out of the page. */
  matrix(index: number): Decoded | null {
    const known = this.decoded.get(index);
    if (known) return known;
    const map = this.data.maps[index]!;
    if (map.steps === 0) return null;
    const packed = base64(document.getElementById("map-" + index)!.textContent!);
    const matrix = decode(packed, this.data.axes[map.rows]!.layers.length, this.data.axes[map.columns]!.layers.length, map.triangle, map.steps);
    this.decoded.set(index, matrix);
    return matrix;
  }

  scale(index: number): Scale {
    const matrix = this.matrix(index), map = this.data.maps[index]!;
    const scale = sequential(this.data.magma, map.brightest, matrix?.least ?? 0);
    return map.distance ? inverted(scale) : scale;
  }
}
