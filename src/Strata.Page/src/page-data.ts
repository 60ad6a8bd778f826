/** What C# writes into the page (PageData.cs); matrices stand in elements of their own. */
export interface PageData {
  /** Of a page that a server keeps up to date (live.ts); null in a file. */
  version: string | null;
  magma: string;
  undefined: string;
  models: Model[];
  axes: Axis[];
  maps: LayerMap[];
  errors: Errors[];
}

/** Two populations compared by their errors; the examples stand in an element of their own (ErrorsData.cs). */
export interface Errors {
  a: string;
  b: string;
  modelsA: number;
  modelsB: number;
  examples: number;
  /** Whether it is known what examples are taken for. */
  mistakes: boolean;
  classes: string[];
  groups: { name: string; classes: number[] }[];
  /** Class, predicted class, times by A, times by B. */
  confusions: number[][];
  gallery: { width: number; height: number; columns: number; examples: number[] } | null;
}

export interface Model {
  label: string;
  trained: boolean;
  evidence: boolean;
  /** Name of a factor and the model's value, for the filters. */
  facets: Record<string, string>;
}

export interface Axis {
  layers: Layer[];
  segments: { label: string; start: number; end: number }[];
}

export interface Layer {
  name: string;
  kind: string;
  stage: number | null;
  block: number | null;
  shape: number[];
}

export interface LayerMap {
  /** Of the address and of files: no two maps have the same. */
  key: string;
  a: number;
  b: number;
  label: string;
  rows: number;
  columns: number;
  /** Of a value's code; 0 where the map was left out of the page. */
  steps: number;
  triangle: boolean;
  /** Whether it is made from the similarity of its model. */
  derived: boolean;
  measure: string;
  uncertainty: string;
  brightest: number;
  /** Whether small is alike: 0 then has the brightest colour. */
  distance: boolean;
  examples: string;
  shares: (number | null)[] | null;
  rowShares: (number | null)[] | null;
  columnShares: (number | null)[] | null;
  dominant: number;
  curves: LayerCurve[];
  path: (number | null)[] | null;
  windows: { first: number; last: number; rests: boolean; note: string }[];
  facts: [string, string][];
  warnings: string[];
  /** Of the files beside the page, without ending; empty where there are none. */
  figure: string;
}

export interface LayerCurve {
  title: string;
  top: number;
  bottom: number;
  reference: number | null;
  lines: { name: string; colour: string; values: (number | null)[] }[];
}
