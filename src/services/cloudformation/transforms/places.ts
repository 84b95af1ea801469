// Where the values that a transform made come from: a copy has the place of what it was copied from.

import type { SourcePosition } from "../../../kernel/diagnostics.ts";
import type { Positions } from "../template/parse.ts";

/** The places of a template, and of copies of its values. */
export class CopiedPlaces implements Positions {
  readonly file: string;
  readonly #written: Positions;
  readonly #origins = new WeakMap<object, object>();

  constructor(written: Positions) {
    this.file = written.file;
    this.#written = written;
  }

  /** Says that `copy` was made of `original`, which may be a copy itself. */
  copied<T extends object>(copy: T, original: object): T {
    this.#origins.set(copy, this.originOf(original));
    return copy;
  }

  /** What was written, of which `value` is a copy; or `value` itself. */
  originOf(value: object): object {
    return this.#origins.get(value) ?? value;
  }

  of(owner: object, member?: string | number): SourcePosition | undefined {
    return this.#written.of(this.originOf(owner), member);
  }
}
