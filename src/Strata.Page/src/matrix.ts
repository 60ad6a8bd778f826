import { inflateSync } from "fflate";

/** Numbers over two axes of layers; NaN where undefined. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  value(row: number, column: number): number;
  /** NaN where there is none. */
  error(row: number, column: number): number;
  /** Whether any cell has an error; of a matrix that the page carries. */
  readonly estimated?: boolean;
  /** A pixel a cell, the first row at the bottom, as `picture` would make them one by one; where it can be done faster. */
  pixels?(colour: (value: number) => number, undefinedColour: number): Uint32Array;
}

/** A matrix that the page carries. */
export interface Decoded extends Matrix {
  /** Its least value; Infinity where none is defined. */
  readonly least: number;
}

const FINE = 1000;

/** Unpacks what MatrixEncoding.cs has packed. */
export function decode(packed: Uint8Array, rows: number, columns: number, triangle: boolean, steps: number): Decoded {
  const count = triangle ? (rows * (rows + 1)) / 2 : rows * columns;
  const bytes = inflateSync(packed, { out: new Uint8Array(count * (steps === FINE ? 3 : 2)) });
  const codes = new Uint16Array(count), errors = steps === FINE ? new Uint8Array(count) : null;
  let least = Infinity, most = 0, estimated = false;
  for (let row = 0, at = 0; row < rows; row++) {
    let code = 0, error = 0;
    for (let column = 0; column < (triangle ? row + 1 : columns); column++, at++) {
      const folded = bytes[at]! | (bytes[count + at]! << 8);
      codes[at] = code += folded & 1 ? -(folded + 1) / 2 : folded / 2;
      if (code > 0 && code < least) least = code;
      if (code > most) most = code;
      if (errors) errors[at] = error = (error + bytes[2 * count + at]!) & 255;
      if (error > 0) estimated = true;
    }
  }
  const place = (row: number, column: number) =>
    !triangle ? row * columns + column : row >= column ? (row * (row + 1)) / 2 + column : (column * (column + 1)) / 2 + row;
  return {
    rows,
    columns,
    least: (least - 1) / steps - 1,
    estimated,
    value(row, column) {
      const code = codes[place(row, column)]!;
      return code === 0 ? NaN : (code - 1) / steps - 1;
    },
    error(row, column) {
      const code = errors ? errors[place(row, column)]! : 0;
      return code === 0 ? NaN : code === 1 ? 0 : Math.pow(10, ((code - 2) / 253) * 5 - 5);
    },
    // Some thousand values have their colours looked up, not each of hundreds of thousands of cells. Distances may be larger than 1.
    pixels(colour, undefinedColour) {
      const table = Uint32Array.from({ length: most + 1 }, (_, code) => code === 0 ? undefinedColour : colour((code - 1) / steps - 1));
      const pixels = new Uint32Array(rows * columns);
      for (let row = 0, at = 0; row < rows; row++) {
        const line = (rows - 1 - row) * columns;
        for (let column = 0; column < (triangle ? row + 1 : columns); column++, at++) {
          const pixel = pixels[line + column] = table[codes[at]!]!;
          if (triangle) pixels[(rows - 1 - column) * columns + row] = pixel;
        }
      }
      return pixels;
    },
  };
}

export function transposed(matrix: Matrix): Matrix {
  const { rows, columns, pixels } = matrix;
  return {
    rows: columns,
    columns: rows,
    value: (row, column) => matrix.value(column, row),
    error: (row, column) => matrix.error(column, row),
    ...(pixels && {
      pixels(colour, undefinedColour) {
        const own = pixels(colour, undefinedColour), turned = new Uint32Array(own.length);
        for (let row = 0; row < rows; row++)
          for (let column = 0; column < columns; column++) turned[(columns - 1 - column) * rows + row] = own[(rows - 1 - row) * columns + column]!;
        return turned;
      },
    }),
  };
}

/** a − b, for matrices of one shape; the error as if theirs were independent. */
export function difference(a: Matrix, b: Matrix): Matrix {
  return {
    rows: a.rows,
    columns: a.columns,
    value: (row, column) => a.value(row, column) - b.value(row, column),
    error: (row, column) => Math.hypot(a.error(row, column), b.error(row, column)),
  };
}

export function base64(text: string): Uint8Array {
  // A loop: Uint8Array.from with a function takes a third of the time to the first view of a large page.
  const letters = atob(text), bytes = new Uint8Array(letters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}
