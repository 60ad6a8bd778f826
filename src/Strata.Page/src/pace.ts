/** Browsers throw, or go deaf, where a page writes its address a hundred times in half a minute: so many at once, then one in so many milliseconds. */
const AT_ONCE = 20, APART = 400;

/** Does a thing whenever it is asked for, and of a stream of requests one now and again and the last. */
export class Pace {
  private left = AT_ONCE;
  private counted = 0;
  private waiting: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly act: () => void, private readonly now: () => number = () => performance.now()) {}

  ask(): void {
    if (this.waiting !== null) return;
    const now = this.now();
    this.left = Math.min(AT_ONCE, this.left + (now - this.counted) / APART);
    this.counted = now;
    if (this.left >= 1) this.do();
    else this.waiting = setTimeout(() => this.do(), (1 - this.left) * APART);
  }

  /** Does what is put off, if anything is. */
  flush(): void {
    if (this.waiting !== null) this.do();
  }

  /** Forgets what is put off. */
  drop(): void {
    if (this.waiting !== null) clearTimeout(this.waiting);
    this.waiting = null;
  }

  private do(): void {
    this.drop();
    this.left--;
    this.act();
  }
}
