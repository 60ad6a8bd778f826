import type { ShownErrors } from "./address";
import { ConfusionMaps, MOST_CLASSES, confused, type Confused } from "./confusion";
import { element } from "./dom";
import { inert, plain, quote, save } from "./downloads";
import { differing, ordered, orders, passes, unpack, type Examples, type Order } from "./examples";
import { Gallery } from "./gallery";
import type { Errors, PageData } from "./page-data";
import { Scatter, type Cloud, type Place } from "./scatter";
import { onLookChange } from "./theme";

/** Pairs of classes in the list of what differs most, and pictures beside the scatter. */
const MOST_PAIRS = 15, PEEK = 5, PEEK_SIDE = 64;

const everything = (pair: number): ShownErrors => ({ pair, a: null, b: null, class: null, group: null, taken: null, order: "difference", cloud: 0 });

/** The errors of two populations, to be explored: which examples, of which classes, and what they are taken for. */
export class ErrorExplorer {
  private readonly examples: Examples;
  private readonly gallery: Gallery;
  private readonly scatter: Scatter;
  private readonly clouds: Cloud[];
  private readonly maps: ConfusionMaps | null;
  private readonly readout = element("div", "", { className: "peek" });
  private readonly count = element("p", "", { className: "small", role: "status" });
  private readonly selects = { cloud: element("select"), class: element("select"), group: element("select"), taken: element("select"), order: element("select") };
  private readonly pairs: Confused[];
  private shown: ShownErrors;
  private found: number[] = [];

  constructor(private readonly host: HTMLElement, private readonly pair: number, private readonly errors: Errors, magma: string,
    private readonly changed: (shown: ShownErrors) => void) {
    this.shown = everything(pair);
    this.examples = unpack(document.getElementById("examples-" + pair)!.textContent!, errors.examples);
    this.gallery = new Gallery(errors, this.examples, document.getElementById("gallery-" + pair)?.textContent ?? null);
    this.clouds = this.allClouds();
    this.scatter = new Scatter({
      point: (place) => this.peek(place),
      choose: (from, to) => { if (this.selects.cloud.selectedIndex === 0) this.change({ a: [from.a, to.a], b: [from.b, to.b] }); },
      clear: () => this.change({ a: null, b: null }),
    });
    this.readout.setAttribute("aria-live", "polite");
    this.pairs = confused(errors, this.examples.label);
    this.maps = errors.confusions.length > 0 && errors.classes.length <= MOST_CLASSES
      ? new ConfusionMaps(errors, this.pairs, magma, (label, taken) => {
          this.change({ class: label, taken: label === taken ? null : taken, group: null });
          // It lies above what was clicked.
          this.count.scrollIntoView({ block: "center" });
        }) : null;
    this.build();
    onLookChange(() => this.draw());
  }

  show(shown: ShownErrors | null): void {
    this.shown = shown?.pair === this.pair ? shown : everything(this.pair);
    const { selects } = this, value = (number: number | null) => number === null ? "" : String(number);
    selects.class.value = value(this.shown.class);
    selects.group.value = value(this.shown.group);
    selects.taken.value = value(this.shown.taken);
    selects.order.value = this.shown.order;
    selects.cloud.selectedIndex = this.shown.cloud;
    const pass = passes(this.examples, this.errors, this.shown);
    this.found = ordered(Array.from({ length: this.examples.count }, (_, e) => e).filter(pass), this.examples, this.errors, this.shown.order);
    const pictured = this.found.filter((e) => this.gallery.has(e)).length;
    this.count.textContent = this.found.length.toLocaleString("en") + " of " + this.examples.count.toLocaleString("en") + " examples"
      + (this.found.length > 0 ? ", " + pictured.toLocaleString("en") + " with a picture in this page" : "")
      + ". A is " + this.errors.a + ", B is " + this.errors.b + ".";
    // What can be looked at comes first.
    this.gallery.show([...this.found.filter((e) => this.gallery.has(e)), ...this.found.filter((e) => !this.gallery.has(e))]);
    this.draw();
    this.peek(this.scatter.pointed);
  }

  private change(by: Partial<ShownErrors>): void {
    this.shown = { ...this.shown, ...by };
    this.show(this.shown);
    this.changed(this.shown);
  }

  private allClouds(): Cloud[] {
    const { a, b, modelsA, modelsB } = this.errors, halves = (name: string, models: number, [first, second]: readonly [Uint16Array, Uint16Array]): Cloud => ({
      a: first, b: second, modelsA: Math.floor(models / 2), modelsB: models - Math.floor(models / 2), nameA: "One half of " + name, nameB: "the other half",
    });
    return [{ a: this.examples.a, b: this.examples.b, modelsA, modelsB, nameA: a, nameB: b }, halves(a, modelsA, this.examples.halvesA), halves(b, modelsB, this.examples.halvesB)];
  }

  private build(): void {
    const { errors, host, selects } = this, form = element("form", "", { className: "bench" });
    const option = (text: string, value: string) => element("option", text, { value });
    const classes = errors.classes.map((name, c) => option(name, String(c)));
    selects.cloud.append(...["both populations", "control: halves of " + errors.a, "control: halves of " + errors.b].map((name, i) => option(name, String(i))));
    selects.class.append(option("all classes", ""), ...classes);
    selects.group.append(option("all groups", ""), ...errors.groups.map((group, g) => option(group.name, String(g))));
    selects.taken.append(option("any class", ""), ...classes.map((one) => one.cloneNode(true)));
    selects.order.append(...Object.entries(orders).map(([value, text]) => option(value === "a" || value === "b" ? errors[value] + " " + text : text, value)));
    const number = (select: HTMLSelectElement) => select.value === "" ? null : Number(select.value);
    selects.cloud.addEventListener("change", () => this.change({ cloud: selects.cloud.selectedIndex }));
    selects.class.addEventListener("change", () => this.change({ class: number(selects.class) }));
    selects.group.addEventListener("change", () => this.change({ group: number(selects.group) }));
    selects.taken.addEventListener("change", () => this.change({ taken: number(selects.taken) }));
    selects.order.addEventListener("change", () => this.change({ order: selects.order.value as Order }));
    const label = (text: string, select: HTMLSelectElement) => { const one = element("label", text + " "); one.append(select); return one; };
    const all = element("button", "All examples", { type: "button" }), csv = element("button", "CSV", { type: "button", className: "take", title: "Save these examples as CSV" });
    all.addEventListener("click", () => this.change({ ...everything(this.pair), order: this.shown.order }));
    csv.addEventListener("click", () => save(plain("examples " + errors.a + " " + errors.b) + ".csv", this.csv(), "text/csv"));
    form.append(label("Scatter of", selects.cloud), label("Examples of", selects.class), ...(errors.groups.length > 0 ? [label("in", selects.group)] : []),
      ...(errors.mistakes ? [label("taken for", selects.taken)] : []), label("Order", selects.order), all, csv);
    const figure = element("figure", "", { className: "view" }), beside = element("div", "", { className: "beside" }), both = element("div", "", { className: "explorer errors" });
    const outside = this.clouds.map((cloud) => differing(cloud.a, cloud.modelsA, cloud.b, cloud.modelsB).toFixed(1) + "\u202f%");
    figure.append(element("figcaption", "Which examples each population gets right"), this.scatter.canvas, element("p",
      "Area: number of examples. Grey: within what chance leaves 95 % of the examples in, were both populations equally good at them (normal approximation). Outside it: "
      + outside[0] + "; between halves of " + errors.a + " " + outside[1] + ", of " + errors.b + " " + outside[2]
      + ". Click a dot or drag over several to see their examples; arrow keys and Enter do the same, Esc shows all.", { className: "small" }));
    beside.append(this.readout, this.count, this.gallery.host);
    both.append(figure, beside);
    host.append(form, both);
    if (this.maps) host.append(element("h4", "What classes are taken for"), this.maps.host);
    if (this.pairs.length > 0) host.append(this.list());
    host.hidden = false;
  }

  /** Pairs of classes that the populations confuse most differently; each opens its examples. */
  private list(): HTMLElement {
    const { errors } = this, details = element("details", "", { className: "fold" }), table = element("table", "", { className: "data" }), head = element("tr"), body = element("tbody");
    details.append(element("summary", "Pairs of classes that differ most"), table);
    for (const text of ["Class", "taken for", errors.a + ", %", errors.b + ", %", "Difference"]) head.append(element("th", text));
    table.createTHead().append(head);
    table.append(body);
    for (const cell of this.pairs.filter((one) => one.class !== one.predicted).slice(0, MOST_PAIRS)) {
      const row = body.insertRow(), link = element("a", this.gallery.name(cell.class), { href: "#errors=" + this.pair + "&class=" + cell.class + "&taken=" + cell.predicted });
      row.insertCell().append(link);
      for (const text of [this.gallery.name(cell.predicted), cell.a.toFixed(2), cell.b.toFixed(2), (cell.a - cell.b).toFixed(2)]) row.insertCell().textContent = text;
    }
    return details;
  }

  private draw(): void {
    const cloud = this.clouds[this.selects.cloud.selectedIndex]!, { a, b } = this.shown;
    const whole = (range: readonly [number, number] | null, most: number) => range ?? [0, most];
    const chosen = this.selects.cloud.selectedIndex > 0 || (a === null && b === null) ? null
      : { from: { a: whole(a, cloud.modelsA)[0], b: whole(b, cloud.modelsB)[0] }, to: { a: whole(a, cloud.modelsA)[1], b: whole(b, cloud.modelsB)[1] } };
    const room = this.host.clientWidth;
    this.scatter.set(cloud, chosen, room > 900 ? 0.46 * room : room);
    this.maps?.draw(room);
  }

  /** What lies at a place of the scatter, with some of its pictures. */
  private peek(place: Place | null): void {
    const own = this.selects.cloud.selectedIndex === 0;
    if (!place) {
      this.readout.replaceChildren(element("p", "Point at a dot to see what lies there.", { className: "small" }));
      return;
    }
    const cloud = this.clouds[this.selects.cloud.selectedIndex]!;
    const share = (right: number, models: number) => right + " of " + models;
    this.readout.replaceChildren(element("p", this.scatter.count(place).toLocaleString("en") + " examples: right by " + share(place.a, cloud.modelsA) + " of " + cloud.nameA + " and "
      + share(place.b, cloud.modelsB) + " of " + cloud.nameB));
    if (!own) return;
    const strip = element("div", "", { className: "strip-of-examples" });
    for (let e = 0, shown = 0; e < this.examples.count && shown < PEEK; e++) {
      if (this.examples.a[e] !== place.a || this.examples.b[e] !== place.b || !this.gallery.has(e)) continue;
      strip.append(this.gallery.picture(e, PEEK_SIDE));
      shown++;
    }
    this.readout.append(strip);
  }

  private csv(): string {
    const { errors, examples } = this, name = (label: number) => quote(inert(this.gallery.name(label)));
    const rows = this.found.map((e) => [e, name(examples.label[e]!), (100 * examples.a[e]!) / errors.modelsA, (100 * examples.b[e]!) / errors.modelsB,
      ...[examples.takenA[e]!, examples.takenB[e]!].map((taken) => taken === 0 ? "" : name(taken - 1))].join(","));
    return ["index,class,accuracyA,accuracyB,mistakenA,mistakenB", ...rows].join("\r\n") + "\r\n";
  }
}

/** An explorer for each comparison of the page, made when it comes near the screen, for each has thousands of examples. */
export class ErrorExplorers {
  private readonly made = new Map<number, ErrorExplorer>();
  private shown: ShownErrors | null = null;

  constructor(private readonly data: PageData, private readonly changed: (shown: ShownErrors) => void) {
    const near = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) this.make(Number((entry.target as HTMLElement).dataset.errors));
    }, { rootMargin: "100%" });
    for (const host of this.hosts()) {
      host.hidden = false;
      near.observe(host);
    }
    // Before anybody prints: a sheet of pictures takes a moment to be decoded.
    const all = () => this.hosts().forEach((_, pair) => this.make(pair));
    window.addEventListener("load", () => (window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 500)))(all));
    window.addEventListener("beforeprint", all);
    document.addEventListener("click", (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>("a[href^='#errors=']");
      if (!link) return;
      // The rest of the address stays.
      event.preventDefault();
      const wanted = new URLSearchParams(link.hash.slice(1)), number = (name: string) => wanted.has(name) ? Number(wanted.get(name)) : null;
      const next = { ...everything(number("errors")!), class: number("class"), group: number("group"), taken: number("taken") };
      this.show(next);
      this.changed(next);
    });
  }

  /** Shows what the address says, and goes there where it says something of errors. */
  show(shown: ShownErrors | null, go = true): void {
    this.shown = shown;
    if (shown && shown.pair < this.data.errors.length) {
      this.make(shown.pair);
      if (go) this.hosts()[shown.pair]!.scrollIntoView();
    }
    this.made.forEach((explorer) => explorer.show(shown));
  }

  private hosts(): HTMLElement[] {
    return [...document.querySelectorAll<HTMLElement>("[data-errors]")];
  }

  private make(pair: number): void {
    if (this.made.has(pair)) return;
    const explorer = new ErrorExplorer(this.hosts()[pair]!, pair, this.data.errors[pair]!, this.data.magma, (shown) => { this.shown = shown; this.changed(shown); });
    this.made.set(pair, explorer);
    explorer.show(this.shown);
  }
}
